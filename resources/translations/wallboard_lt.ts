<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="lt" sourcelanguage="en">
<context>
    <name>DeskWindow</name>
    <message>
        <source>Find a queue, an agent or a caller…</source>
        <translation>Rasti eilę, operatorių ar skambinantįjį…</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Visos eilės</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Šviesi arba tamsi tema</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Didinti</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Mažinti</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>Pradinis dydis</translation>
    </message>
    <message>
        <source>Fullscreen</source>
        <translation>Visas ekranas</translation>
    </message>
    <message>
        <source>My extension…</source>
        <translation>Mano vidinis numeris…</translation>
    </message>
    <message>
        <source>Sign in to a gateway…</source>
        <translation>Prisijungti prie šliuzo…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Spartieji klavišai</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Žinynas</translation>
    </message>
    <message>
        <source>Help (partly in English)</source>
        <translation>Žinynas (iš dalies anglų kalba)</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Baigti</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Nustatė administratorius.</translation>
    </message>
</context>
<context>
    <name>ExtensionDialog</name>
    <message>
        <source>My extension</source>
        <translation>Mano vidinis numeris</translation>
    </message>
    <message>
        <source>Your phone rings when you monitor a call. Enter your extension.</source>
        <translation>Kai klausotės pokalbio, suskamba jūsų telefonas. Įveskite savo vidinį numerį.</translation>
    </message>
</context>
<context>
    <name>FarTile</name>
    <message>
        <source>of {count}</source>
        <translation>iš {count}</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Find a queue, an agent or a caller</source>
        <translation>Rasti eilę, operatorių ar skambinantįjį</translation>
    </message>
    <message>
        <source>Part of a name or number</source>
        <translation>Vardo, pavadinimo ar numerio dalis</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Rezultatai</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Visos eilės</translation>
    </message>
    <message>
        <source>No queue, agent or caller matches “{words}”.</source>
        <translation>Pagal „{words}“ nerasta nei eilės, nei operatoriaus, nei skambinančiojo.</translation>
    </message>
    <message>
        <source>Type part of the name or number of a queue, an agent or a caller.</source>
        <translation>Įveskite eilės, operatoriaus ar skambinančiojo pavadinimo, vardo arba numerio dalį.</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Žinynas</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Temos</translation>
    </message>
    <message>
        <source>{title} (in English)</source>
        <translation>{title} (anglų kalba)</translation>
    </message>
</context>
<context>
    <name>KeepInFile</name>
    <message>
        <source>Where to keep the token</source>
        <translation>Kur laikyti prieigos raktą</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring cannot keep the token.</source>
        <translation>Šio kompiuterio raktinė negali išsaugoti prieigos rakto.</translation>
    </message>
    <message>
        <source>It can be kept in {file} instead: a file that only your account can read, but that is not encrypted. Otherwise you will be asked again at the next start.</source>
        <translation>Jį galima laikyti faile {file}: jį gali skaityti tik jūsų paskyra, bet jis nešifruotas. Kitaip kitą kartą paleidus rakto bus klausiama vėl.</translation>
    </message>
    <message>
        <source>Keep in the file</source>
        <translation>Laikyti faile</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>Klausti kaskart</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>Language</source>
        <translation>Kalba</translation>
    </message>
    <message>
        <source>Same as system</source>
        <translation>Kaip sistemos</translation>
    </message>
</context>
<context>
    <name>NewerVersions</name>
    <message>
        <source>The gateway is newer than this Wallboard, so some data may be missing here. Update Wallboard.</source>
        <translation>Šliuzas naujesnis už šią „Wallboard“ versiją, todėl čia gali trūkti duomenų. Atnaujinkite „Wallboard“.</translation>
    </message>
    <message>
        <source>Wallboard {version} is available</source>
        <translation>Yra nauja „Wallboard“ versija {version}</translation>
    </message>
    <message>
        <source>Ask your administrator for the update.</source>
        <translation>Dėl atnaujinimo kreipkitės į administratorių.</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Atšaukti</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>A&amp;tstatyti</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Iški&amp;rpti</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopijuoti</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Į&amp;dėti</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Pašalinti</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pažymėti viską</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Cancel</source>
        <translation>Atsisakyti</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Užverti</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Įrašyti</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Space</source>
        <translation>Tarpas</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Meniu</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopijuoti</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Kopijuoti n&amp;uorodos adresą</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pažymėti viską</translation>
    </message>
</context>
<context>
    <name>ServiceLevelChart</name>
    <message>
        <source>Service level</source>
        <translation>Aptarnavimo lygis</translation>
    </message>
    <message>
        <source>{interval}: {value} (of {count})</source>
        <translation>{interval}: {value} (iš {count})</translation>
    </message>
    <message>
        <source>target {target}</source>
        <translation>tikslas {target}</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Spartieji klavišai</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign in to a gateway</source>
        <translation>Prisijungti prie šliuzo</translation>
    </message>
    <message>
        <source>Remember me on this computer</source>
        <translation>Prisiminti mane šiame kompiuteryje</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Prisijungti</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Šliuzas</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Prieigos raktas</translation>
    </message>
    <message>
        <source>Your gateway administrator creates a token for you with &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</source>
        <translation>Prieigos raktą jums sukurs šliuzo administratorius komanda &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</translation>
    </message>
    <message>
        <source>Enter your token.</source>
        <translation>Įveskite savo prieigos raktą.</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>Set by your administrator.</source>
        <translation>Nustatė administratorius.</translation>
    </message>
</context>
<context>
    <name>StillInCall</name>
    <message>
        <source>Quit Wallboard</source>
        <translation>Baigti „Wallboard“ darbą</translation>
    </message>
    <message>
        <source>You are still in {agent}&apos;s call.</source>
        <translation>Jūs vis dar dalyvaujate pokalbyje ({agent}).</translation>
    </message>
    <message>
        <source>The call continues without you.</source>
        <translation>Pokalbis tęsis be jūsų.</translation>
    </message>
    <message>
        <source>You may still be in {agent}&apos;s call.</source>
        <translation>Galbūt vis dar dalyvaujate pokalbyje ({agent}).</translation>
    </message>
    <message>
        <source>You cannot leave it from here now. Hang up your phone.</source>
        <translation>Dabar iš čia jo palikti negalima. Padėkite telefono ragelį.</translation>
    </message>
    <message>
        <source>Leave and quit</source>
        <translation>Palikti pokalbį ir baigti</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Baigti</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Likti</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Menu</source>
        <translation>Meniu</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>vadovas</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>administratorius</translation>
    </message>
    <message>
        <source>unknown role</source>
        <translation>nežinomas vaidmuo</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>stebėtojas</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Eilės</translation>
    </message>
    <message>
        <source>Group or queue shown on the board</source>
        <translation>Skydelyje rodoma grupė arba eilė</translation>
    </message>
    <message>
        <source>Waiting for data</source>
        <translation>Laukiama duomenų</translation>
    </message>
    <message>
        <source>Time at the contact centre: {zone}</source>
        <translation>Kontaktų centro laikas: {zone}</translation>
    </message>
</context>
<context>
    <name>TvAgents</name>
    <message>
        <source>Agents</source>
        <translation>Operatoriai</translation>
    </message>
</context>
<context>
    <name>TvQueues</name>
    <message>
        <source>Queue</source>
        <translation>Eilė</translation>
    </message>
    <message>
        <source>Queue · page {page} of {pages}</source>
        <translation>Eilė · {page} psl. iš {pages}</translation>
    </message>
</context>
<context>
    <name>TvWindow</name>
    <message>
        <source>All queues</source>
        <translation>Visos eilės</translation>
    </message>
</context>
<context>
    <name>VolumeChart</name>
    <message>
        <source>answered</source>
        <translation>atsiliepta</translation>
    </message>
    <message>
        <source>abandoned</source>
        <translation>prarasta</translation>
    </message>
    <message>
        <source>flowed out</source>
        <translation>kitur</translation>
    </message>
    <message>
        <source>Calls per {minutes} min</source>
        <translation>Skambučiai / {minutes} min.</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} gauta</translation>
    </message>
    <message>
        <source>{n} answered</source>
        <translation>{n} atsiliepta</translation>
    </message>
    <message>
        <source>{n} abandoned ({rate})</source>
        <translation>{n} prarasta ({rate})</translation>
    </message>
    <message>
        <source>{n} flowed out</source>
        <translation>{n} nukreipta kitur</translation>
    </message>
</context>
<context>
    <name>WaitingChart</name>
    <message>
        <source>Waiting</source>
        <translation>Laukia</translation>
    </message>
    <message>
        <source>callers</source>
        <translation>skambučiai</translation>
    </message>
    <message>
        <source>longest wait</source>
        <translation>ilgiausias laukimas</translation>
    </message>
    <message>
        <source>{count} waiting · longest wait {wait}</source>
        <translation>laukia {count} · ilgiausiai {wait}</translation>
    </message>
</context>
<context>
    <name>agents</name>
    <message>
        <source>Agents</source>
        <translation>Operatoriai</translation>
    </message>
    <message>
        <source>No agents in this queue</source>
        <translation>Šioje eilėje operatorių nėra</translation>
    </message>
    <message>
        <source>All agents are logged out</source>
        <translation>Visi operatoriai atsijungę</translation>
    </message>
    <message>
        <source>No agents now: {states}</source>
        <translation>Dabar nėra nė vieno: {states}</translation>
    </message>
    <message>
        <source>Filter the agents by state, or clear the filter</source>
        <translation>Filtruoti operatorius pagal būseną arba išvalyti filtrą</translation>
    </message>
    <message>
        <source>Show all agents</source>
        <translation>Rodyti visus operatorius</translation>
    </message>
    <message>
        <source>Sort by name, by time in state, by state</source>
        <translation>Rikiuoti pagal vardą, būsenos trukmę, būseną</translation>
    </message>
    <message>
        <source>with {caller}</source>
        <translation>su: {caller}</translation>
    </message>
    <message>
        <source>pauses after this call</source>
        <translation>po šio skambučio – pauzė</translation>
    </message>
    <message>
        <source>Pauses after this call</source>
        <translation>Po šio skambučio – pauzė</translation>
    </message>
    <message>
        <source>Inbound call</source>
        <translation>Įeinantis skambutis</translation>
    </message>
    <message>
        <source>Outbound call</source>
        <translation>Išeinantis skambutis</translation>
    </message>
    <message>
        <source>Internal call</source>
        <translation>Vidinis skambutis</translation>
    </message>
    <message>
        <source>On hold · own call</source>
        <translation>Užlaikymas · savas skambutis</translation>
    </message>
    <message>
        <source>in wrap-up</source>
        <translation>poskambutinis darbas</translation>
    </message>
    <message>
        <source>Paused in {part} of {all} queues: {queues}</source>
        <translation>Pauzė {part} iš {all} eilių: {queues}</translation>
    </message>
    <message>
        <source>No calls for a moment, after a call that was refused or missed</source>
        <translation>Kurį laiką be skambučių: ankstesnis atmestas arba praleistas</translation>
    </message>
    <message>
        <source>Has to ask for the next call</source>
        <translation>Turi paprašyti kito skambučio</translation>
    </message>
    <message>
        <source>Not in any queue</source>
        <translation>Nepriklauso jokiai eilei</translation>
    </message>
    <message>
        <source>Queues: {queues}</source>
        <translation>Eilės: {queues}</translation>
    </message>
    <message>
        <source>Agent filter</source>
        <translation>Operatorių filtras</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Visi</translation>
    </message>
    <message>
        <source>Show all agents (Alt+0)</source>
        <translation>Rodyti visus operatorius (Alt+0)</translation>
    </message>
    <message>
        <source>Agent order</source>
        <translation>Operatorių rikiavimas</translation>
    </message>
    <message>
        <source>Agent order: {order} (Alt+S)</source>
        <translation>Operatorių rikiavimas: {order} (Alt+S)</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>as short as can be</comment>
        <translation>Laisva</translation>
    </message>
    <message>
        <source>Ring</source>
        <comment>as short as can be</comment>
        <translation>Skamba</translation>
    </message>
    <message>
        <source>Talk</source>
        <comment>as short as can be</comment>
        <translation>Kalba</translation>
    </message>
    <message>
        <source>Wrap</source>
        <comment>as short as can be: wrap-up</comment>
        <translation>Po pok.</translation>
    </message>
    <message>
        <source>Cool</source>
        <comment>as short as can be: cool-down</comment>
        <translation>Neats.</translation>
    </message>
    <message>
        <source>Demand</source>
        <comment>as short as can be: has to ask for the next call</comment>
        <translation>Užkl.</translation>
    </message>
    <message>
        <source>Pause</source>
        <comment>as short as can be</comment>
        <translation>Pauzė</translation>
    </message>
    <message>
        <source>Out</source>
        <comment>as short as can be: logged out</comment>
        <translation>Nėra</translation>
    </message>
    <message>
        <source>Busy</source>
        <comment>as short as can be</comment>
        <translation>Užimta</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Užimta</translation>
    </message>
    <message>
        <source>{state}: filter by this state, or clear the filter</source>
        <translation>{state}: filtruoti pagal šią būseną arba išvalyti filtrą</translation>
    </message>
    <message>
        <source>Unreach.</source>
        <comment>as short as can be: phone not reachable</comment>
        <translation>Be ryšio</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Pagal vardą</translation>
    </message>
    <message>
        <source>By time in state</source>
        <translation>Pagal būsenos trukmę</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Pagal būseną</translation>
    </message>
</context>
<context>
    <name>callers</name>
    <message>
        <source>Callers</source>
        <translation>Laukiantys skambučiai</translation>
    </message>
    <message>
        <source>Callers, the longest wait first</source>
        <translation>Laukiantys skambučiai, ilgiausiai laukiantis pirmas</translation>
    </message>
    <message>
        <source>No callers waiting</source>
        <translation>Niekas nelaukia</translation>
    </message>
    <message>
        <source>Moving to {target}</source>
        <translation>Perkeliama: {target}</translation>
    </message>
    <message>
        <source>{queue} · again</source>
        <translation>{queue} · vėl</translation>
    </message>
    <message>
        <source>Position {n} in {queue}</source>
        <translation>{n} vieta eilėje {queue}</translation>
    </message>
    <message>
        <source>Answered before, waiting again</source>
        <translation>Į skambutį jau buvo atsiliepta, jis vėl laukia</translation>
    </message>
</context>
<context>
    <name>chooser</name>
    <message>
        <source>Move {caller} to…</source>
        <translation>Kur perkelti: {caller}</translation>
    </message>
    <message>
        <source>Part of an agent or queue name</source>
        <translation>Operatoriaus vardo arba eilės pavadinimo dalis</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Kur perkelti</translation>
    </message>
    <message>
        <source>No agent or queue matches.</source>
        <translation>Tokio operatoriaus ar eilės nerasta.</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Default selection</source>
        <translation>Numatytasis rinkinys</translation>
    </message>
    <message>
        <source>No more than {most} at once</source>
        <translation>Ne daugiau kaip {most} vienu metu</translation>
    </message>
</context>
<context>
    <name>found</name>
    <message>
        <source>no callers waiting</source>
        <translation>niekas nelaukia</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Listen to the selected agent&apos;s call, or go back to listening only</source>
        <translation>Klausytis pasirinkto operatoriaus pokalbio arba vėl tik klausytis</translation>
    </message>
    <message>
        <source>Whisper to the agent</source>
        <translation>Šnabždėti operatoriui</translation>
    </message>
    <message>
        <source>Barge in: the customer hears you too</source>
        <translation>Įsiterpti: jus girdi ir klientas</translation>
    </message>
    <message>
        <source>Leave the agent&apos;s call</source>
        <translation>Palikti operatoriaus pokalbį</translation>
    </message>
    <message>
        <source>Pause or unpause the selected agent</source>
        <translation>Įjungti pasirinkto operatoriaus pauzę arba ją baigti</translation>
    </message>
    <message>
        <source>Select an agent in a call first: click the tile.</source>
        <translation>Pirmiausia pasirinkite kalbantį operatorių: spustelėkite jo kortelę.</translation>
    </message>
    <message>
        <source>Select an agent first: click the tile.</source>
        <translation>Pirmiausia pasirinkite operatorių: spustelėkite jo kortelę.</translation>
    </message>
    <message>
        <source>Move the selected caller, or the selected agent&apos;s call</source>
        <translation>Perkelti pasirinktą skambutį arba pasirinkto operatoriaus skambutį</translation>
    </message>
    <message>
        <source>Menu of the selected caller or agent</source>
        <translation>Pasirinkto skambučio arba operatoriaus meniu</translation>
    </message>
    <message>
        <source>Next or previous part of the board</source>
        <translation>Kita arba ankstesnė skydelio dalis</translation>
    </message>
    <message>
        <source>Next row or agent</source>
        <translation>Kita eilutė arba operatorius</translation>
    </message>
    <message>
        <source>Page up or down</source>
        <translation>Puslapiu aukštyn arba žemyn</translation>
    </message>
    <message>
        <source>First or last row</source>
        <translation>Pirma arba paskutinė eilutė</translation>
    </message>
    <message>
        <source>Show only the selected queue</source>
        <translation>Rodyti tik pasirinktą eilę</translation>
    </message>
    <message>
        <source>Cancel a drag; close a window or menu</source>
        <translation>Atšaukti vilkimą; uždaryti langą arba meniu</translation>
    </message>
    <message>
        <source>How the selected figure is calculated</source>
        <translation>Kaip apskaičiuojamas pasirinktas rodiklis</translation>
    </message>
    <message>
        <source>Previous or next value in the selected chart</source>
        <translation>Ankstesnė arba kita pasirinktos diagramos reikšmė</translation>
    </message>
    <message>
        <source>Quit the TV: press twice</source>
        <translation>Uždaryti TV: paspausti du kartus</translation>
    </message>
    <message>
        <source>Quit the TV immediately</source>
        <translation>Iškart uždaryti TV</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Visur</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Operatoriai</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Skambučiai</translation>
    </message>
    <message>
        <source>In a list</source>
        <translation>Sąraše</translation>
    </message>
    <message>
        <source>Figures and charts</source>
        <translation>Rodikliai ir diagramos</translation>
    </message>
    <message>
        <source>On a TV</source>
        <translation>TV ekrane</translation>
    </message>
</context>
<context>
    <name>menu</name>
    <message>
        <source>Move to…</source>
        <translation>Perkelti…</translation>
    </message>
    <message>
        <source>Leave the call</source>
        <translation>Palikti pokalbį</translation>
    </message>
    <message>
        <source>End monitoring by {who}</source>
        <translation>Baigti klausymąsi ({who})</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Įjungti pauzę…</translation>
    </message>
    <message>
        <source>Pause in one queue</source>
        <translation>Įjungti pauzę vienoje eilėje</translation>
    </message>
    <message>
        <source>Unpause</source>
        <translation>Baigti pauzę</translation>
    </message>
    <message>
        <source>Unpause in one queue</source>
        <translation>Baigti pauzę vienoje eilėje</translation>
    </message>
</context>
<context>
    <name>monitoring</name>
    <message>
        <source>Leave</source>
        <translation>Palikti</translation>
    </message>
    <message>
        <source>You may still be in the call</source>
        <translation>Galbūt vis dar dalyvaujate pokalbyje</translation>
    </message>
    <message>
        <source>Nobody hears you</source>
        <translation>Jūsų niekas negirdi</translation>
    </message>
    <message>
        <source>Only the agent hears you</source>
        <translation>Jus girdi tik operatorius</translation>
    </message>
    <message>
        <source>The customer hears you</source>
        <translation>Klientas jus girdi</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>Activity</source>
        <translation>Veiksmai</translation>
    </message>
    <message>
        <source>View only. Supervisors can move and monitor calls.</source>
        <translation>Tik peržiūra. Perkelti skambučius ir jų klausytis gali vadovai.</translation>
    </message>
    <message>
        <source>View only. Calls cannot be moved or monitored here.</source>
        <translation>Tik peržiūra. Čia skambučių perkelti ar klausytis negalima.</translation>
    </message>
    <message>
        <source>View only: {pbxs}.</source>
        <translation>Tik peržiūra: {pbxs}.</translation>
    </message>
    <message>
        <source>Drag a caller to an agent or a queue, or select a caller and press Enter.</source>
        <translation>Nutempkite skambutį ant operatoriaus ar eilės arba pasirinkite skambutį ir spauskite Enter.</translation>
    </message>
    <message>
        <source>Right-click an agent to listen or pause.</source>
        <translation>Norėdami klausytis ar įjungti pauzę, spustelėkite operatorių dešiniuoju klavišu.</translation>
    </message>
    <message>
        <source>Right-click an agent to listen.</source>
        <translation>Norėdami klausytis, spustelėkite operatorių dešiniuoju klavišu.</translation>
    </message>
    <message>
        <source>Right-click an agent to pause.</source>
        <translation>Norėdami įjungti pauzę, spustelėkite operatorių dešiniuoju klavišu.</translation>
    </message>
    <message>
        <source>You can move and monitor calls again once the figures are live.</source>
        <translation>Perkelti skambučius ir jų klausytis vėl galėsite, kai duomenys bus rodomi realiuoju laiku.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Užverti</translation>
    </message>
</context>
<context>
    <name>pause</name>
    <message>
        <source>{agent} gets no more calls from any queue.</source>
        <translation>{agent} nebegaus skambučių iš jokios eilės.</translation>
    </message>
    <message>
        <source>{agent} gets no more calls from {queue}.</source>
        <translation>{agent} nebegaus skambučių iš eilės {queue}.</translation>
    </message>
    <message>
        <source>The call in progress continues.</source>
        <translation>Dabartinis pokalbis tęsis.</translation>
    </message>
    <message>
        <source>Choose or enter a reason.</source>
        <translation>Pasirinkite arba įrašykite priežastį.</translation>
    </message>
    <message>
        <source>Enter a reason.</source>
        <translation>Įrašykite priežastį.</translation>
    </message>
    <message>
        <source>Pause {agent}</source>
        <translation>Pauzė: {agent}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Įjungti pauzę</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Priežastis</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>Details: {raw}</source>
        <translation>Techninė informacija: {raw}</translation>
    </message>
    <message>
        <source>{url} cannot be reached: check the network and the gateway</source>
        <translation>{url} nepasiekiamas: patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>{url} does not answer: check the network and the gateway</source>
        <translation>{url} neatsako: patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>{url} no longer responds: check the network and the gateway</source>
        <translation>{url} nebeatsako: patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>The connection was closed (code {code})</source>
        <translation>Ryšys nutrauktas (kodas {code})</translation>
    </message>
    <message>
        <source>The gateway closed the session</source>
        <translation>Šliuzas baigė seansą</translation>
    </message>
    <message>
        <source>The gateway is restarting, or its settings have changed</source>
        <translation>Šliuzas paleidžiamas iš naujo arba pasikeitė jo nuostatos</translation>
    </message>
    <message>
        <source>The gateway is busy</source>
        <translation>Šliuzas per daug apkrautas</translation>
    </message>
    <message>
        <source>The gateway limits the connections or requests of this token</source>
        <translation>Šliuzas riboja šio prieigos rakto ryšius arba užklausas</translation>
    </message>
    <message>
        <source>The network connection of this screen is too slow</source>
        <translation>Šio ekrano tinklo ryšys per lėtas</translation>
    </message>
    <message>
        <source>{url} answers, but is not a Wallboard gateway: check the address</source>
        <translation>{url} atsako, bet tai ne „Wallboard“ šliuzas: patikrinkite adresą</translation>
    </message>
    <message>
        <source>{url} answered with HTTP {status}: check the address, or try later</source>
        <translation>{url} atsakė HTTP {status}: patikrinkite adresą arba bandykite vėliau</translation>
    </message>
    <message>
        <source>The certificate of {url} is not trusted: set its authority&apos;s file with --ca-file or ca_file</source>
        <translation>{url} sertifikatu nepasitikima: nurodykite jo sertifikavimo įstaigos failą per --ca-file arba ca_file</translation>
    </message>
    <message>
        <source>The gateway cannot read the messages of this program: update the older of the two</source>
        <translation>Šliuzas negali perskaityti šios programos pranešimų: atnaujinkite senesnįjį iš dviejų</translation>
    </message>
    <message>
        <source>The gateway does not accept the token: ask your administrator for a new one</source>
        <translation>Šliuzas nepriima prieigos rakto: paprašykite administratoriaus naujo</translation>
    </message>
    <message>
        <source>This token may not use the gateway: ask your administrator for another one</source>
        <translation>Su šiuo prieigos raktu šliuzu naudotis negalima: paprašykite administratoriaus kito</translation>
    </message>
    <message>
        <source>This computer has no token for {url} yet</source>
        <translation>Šiame kompiuteryje dar nėra prieigos rakto: {url}</translation>
    </message>
    <message>
        <source>The gateway and this program have incompatible versions: update the older of the two</source>
        <translation>Šliuzo ir šios programos versijos nesuderinamos: atnaujinkite senesnįjį iš dviejų</translation>
    </message>
    <message>
        <source>The gateway is too old for this program: update the gateway</source>
        <translation>Šliuzas šiai programai per senas: atnaujinkite šliuzą</translation>
    </message>
    <message>
        <source>The data from the gateway cannot be read: update the older of the gateway and this program</source>
        <translation>Nepavyksta perskaityti šliuzo duomenų: atnaujinkite senesnįjį – šliuzą arba programą</translation>
    </message>
    <message>
        <source>The gateway sends more data than this program accepts</source>
        <translation>Šliuzas siunčia daugiau duomenų, nei ši programa priima</translation>
    </message>
    <message>
        <source>An error in this program broke the connection; see its log</source>
        <translation>Ryšį nutraukė šios programos klaida; žr. jos žurnalą</translation>
    </message>
    <message>
        <source>Other users can read the tokens in {file}: run chmod 600 on it</source>
        <translation>Prieigos raktus faile {file} gali skaityti kiti naudotojai: įvykdykite jam chmod 600</translation>
    </message>
    <message>
        <source>The settings cannot be used</source>
        <translation>Nuostatų naudoti negalima</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read</source>
        <translation>Prieigos rakto failo {file} nepavyksta perskaityti</translation>
    </message>
    <message>
        <source>{why}. Retrying every 30 seconds.</source>
        <translation>{why}. Bandoma iš naujo kas 30 sekundžių.</translation>
    </message>
    <message>
        <source>The token file {file} is empty: write the gateway&apos;s token into it</source>
        <translation>Prieigos rakto failas {file} tuščias: įrašykite į jį šliuzo prieigos raktą</translation>
    </message>
    <message>
        <source>The tokens in {file} could not be read; the file is kept as {aside}. Sign in again</source>
        <translation>Prieigos raktų faile {file} perskaityti nepavyko; failas išsaugotas kaip {aside}. Prisijunkite iš naujo</translation>
    </message>
    <message>
        <source>{url} is not a valid gateway address. Example: wss://gateway.example:8765</source>
        <translation>{url} nėra tinkamas šliuzo adresas. Pavyzdys: wss://gateway.example:8765</translation>
    </message>
    <message>
        <source>The gateway address for {host} must not contain a user name, query or fragment: the token is stored separately</source>
        <translation>{host} šliuzo adrese negali būti naudotojo vardo, užklausos ir fragmento: prieigos raktas laikomas atskirai</translation>
    </message>
    <message>
        <source>ws:// would send the token to {host} unencrypted: use wss://{place}, and install a certificate on the gateway</source>
        <translation>Per ws:// prieigos raktas į {host} keliautų nešifruotas: naudokite wss://{place} ir įdiekite šliuze sertifikatą</translation>
    </message>
    <message>
        <source>The settings for this computer in {file} cannot be used: tell your administrator</source>
        <translation>Šio kompiuterio nuostatų faile {file} naudoti negalima: praneškite administratoriui</translation>
    </message>
    <message>
        <source>Check “{key}” in the settings for this computer, {file}</source>
        <translation>Patikrinkite „{key}“ šio kompiuterio nuostatų faile {file}</translation>
    </message>
    <message>
        <source>This computer has no screen {screen}. Available: {known}</source>
        <translation>Šis kompiuteris neturi ekrano {screen}. Yra: {known}</translation>
    </message>
    <message>
        <source>Not signed in. Choose “Sign in to a gateway…” in the menu.</source>
        <translation>Neprisijungta. Meniu pasirinkite „Prisijungti prie šliuzo…“.</translation>
    </message>
    <message>
        <source>Some settings cannot be used; defaults apply.</source>
        <translation>Kai kurių nuostatų naudoti negalima; taikomos numatytosios.</translation>
    </message>
    <message>
        <source>The settings cannot be saved.</source>
        <translation>Nuostatų įrašyti nepavyko.</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Nustatė administratorius.</translation>
    </message>
    <message>
        <source>{file} cannot be used as a certificate authority file</source>
        <translation>{file} negalima naudoti kaip sertifikavimo įstaigų failo</translation>
    </message>
    <message>
        <source>The PBX closed the connection; reconnecting</source>
        <translation>PBX nutraukė ryšį; jungiamasi iš naujo</translation>
    </message>
    <message>
        <source>The PBX rejects the gateway&apos;s login; see the gateway&apos;s log</source>
        <translation>PBX atmeta šliuzo prisijungimą; žr. šliuzo žurnalą</translation>
    </message>
    <message>
        <source>The address of the PBX does not lead to an Asterisk manager (AMI)</source>
        <translation>PBX adresu atsako ne „Asterisk“ valdymo sąsaja (AMI)</translation>
    </message>
    <message>
        <source>The PBX did not carry out a request of the gateway; reconnecting</source>
        <translation>PBX neįvykdė šliuzo užklausos; jungiamasi iš naujo</translation>
    </message>
    <message>
        <source>No secure (TLS) connection between the gateway and the PBX</source>
        <translation>Tarp šliuzo ir PBX nėra saugaus (TLS) ryšio</translation>
    </message>
    <message>
        <source>The PBX does not accept connections from the gateway</source>
        <translation>PBX nepriima šliuzo ryšio</translation>
    </message>
    <message>
        <source>The PBX does not answer the gateway</source>
        <translation>PBX šliuzui neatsako</translation>
    </message>
    <message>
        <source>The gateway cannot reach the PBX</source>
        <translation>Šliuzas nepasiekia PBX</translation>
    </message>
    <message>
        <source>The PBX no longer responds; reconnecting</source>
        <translation>PBX nebeatsako; jungiamasi iš naujo</translation>
    </message>
    <message>
        <source>The PBX does not send events that the board needs; see the gateway&apos;s log</source>
        <translation>PBX nesiunčia skydeliui reikalingų įvykių; žr. šliuzo žurnalą</translation>
    </message>
    <message>
        <source>The PBX responds slowly: the figures are delayed</source>
        <translation>PBX atsako lėtai: duomenys vėluoja</translation>
    </message>
    <message>
        <source>An error in the gateway broke the connection to the PBX; see the gateway&apos;s log</source>
        <translation>Ryšį su PBX nutraukė šliuzo klaida; žr. šliuzo žurnalą</translation>
    </message>
    <message>
        <source>The gateway&apos;s configuration of this PBX cannot be used; see the gateway&apos;s log</source>
        <translation>Šliuzas negali naudoti šio PBX konfigūracijos; žr. šliuzo žurnalą</translation>
    </message>
    <message>
        <source>Set another one in tv.toml, or with --queue or --group. Available: {known}</source>
        <translation>Nurodykite kitą faile tv.toml arba per --queue ar --group. Yra: {known}</translation>
    </message>
    <message>
        <source>The connection failed; see the log of this program</source>
        <translation>Nepavyko prisijungti; žr. šios programos žurnalą</translation>
    </message>
    <message>
        <source>An error in this program keeps the newest figures from being shown; see its log</source>
        <translation>Dėl šios programos klaidos nerodomi naujausi duomenys; žr. jos žurnalą</translation>
    </message>
    <message>
        <source>{url} returned a web page (HTTP {status}), which comes from a proxy or web filter in your network. Ask your administrator to allow the gateway</source>
        <translation>{url} grąžino tinklalapį (HTTP {status}), kurį atsiuntė jūsų tinklo tarpinis serveris arba filtras. Paprašykite administratoriaus leisti šliuzą</translation>
    </message>
    <message>
        <source>{device} does not forward the answers of {url}: ask your administrator to allow WebSockets, or add the gateway to no_proxy</source>
        <translation>{device} neperduoda {url} atsakymų: paprašykite administratoriaus leisti „WebSocket“ arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The certificate of {url} is from an unknown authority. Set the gateway&apos;s authority with ca_file; if a proxy inspects encrypted connections, exempt the gateway</source>
        <translation>{url} sertifikatą išdavė nežinoma įstaiga. Šliuzo įstaigą nurodykite per ca_file; jei šifruotą ryšį tikrina tarpinis serveris, šliuzui padarykite išimtį</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be reached: check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Tarpinis serveris {proxy} nepasiekiamas: patikrinkite HTTPS_PROXY arba sistemos tarpinio serverio nuostatas</translation>
    </message>
    <message>
        <source>{url} does not answer through the proxy {proxy}: allow it there, or add it to no_proxy</source>
        <translation>{url} neatsako per tarpinį serverį {proxy}: leiskite jį serveryje arba įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} requires a sign-in: set HTTPS_PROXY to http://name:password@proxy, or add the gateway to no_proxy</source>
        <translation>Tarpinis serveris {proxy} reikalauja prisijungti: nustatykite HTTPS_PROXY į http://vardas:slaptažodis@serveris arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} blocks {url} (HTTP {status}): ask your administrator to allow it, or add the gateway to no_proxy</source>
        <translation>Tarpinis serveris {proxy} blokuoja {url} (HTTP {status}): paprašykite administratoriaus leisti arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} broke the connection to {url}: ask your administrator to allow WebSockets, or add the gateway to no_proxy</source>
        <translation>Tarpinis serveris {proxy} nutraukė ryšį su {url}: paprašykite administratoriaus leisti „WebSocket“ arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The configured proxy cannot be used: check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Nustatyto tarpinio serverio naudoti negalima: patikrinkite HTTPS_PROXY arba sistemos tarpinio serverio nuostatas</translation>
    </message>
    <message>
        <source>{url} cannot be reached. This computer&apos;s proxy is set by the script {script}, which Wallboard does not run: set HTTPS_PROXY to the proxy</source>
        <translation>{url} nepasiekiamas. Šio kompiuterio tarpinį serverį nustato scenarijus {script}, kurio „Wallboard“ nevykdo: nurodykite tarpinį serverį per HTTPS_PROXY</translation>
    </message>
</context>
<context>
    <name>queues</name>
    <message>
        <source>Queues</source>
        <translation>Eilės</translation>
    </message>
    <message>
        <source>No queues yet: the gateway has none to show.</source>
        <translation>Eilių dar nėra: šliuzas neturi ką rodyti.</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Visos eilės</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Eilė</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Ilgiausiai</translation>
    </message>
    <message>
        <source>In 60 s</source>
        <translation>Per 60 s</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Peradav.</translation>
    </message>
    <message>
        <source>RNA</source>
        <translation>Neats.</translation>
    </message>
    <message>
        <source>AHT</source>
        <translation>Apt. laikas</translation>
    </message>
    <message>
        <source>ATQ</source>
        <translation>Laukimas</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Užlaik.</translation>
    </message>
    <message>
        <source>AHT + wait</source>
        <translation>Su laukimu</translation>
    </message>
    <message>
        <source>Est. wait</source>
        <translation>Numat.</translation>
    </message>
    <message>
        <source>Longest ended</source>
        <translation>Ilgiausia baigta</translation>
    </message>
    <message>
        <source>In calls</source>
        <translation>Kalba</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Prisijungę</translation>
    </message>
    <message>
        <source>ASA</source>
        <translation>VAL</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Operatoriai</translation>
    </message>
    <message>
        <source>No agents</source>
        <translation>Operatorių nėra</translation>
    </message>
    <message>
        <source>Click to sort the queues by this column; the third click sorts them by severity again.</source>
        <translation>Spustelėkite, kad eilės būtų rikiuojamos pagal šį stulpelį; trečias spustelėjimas vėl rikiuoja pagal svarbą.</translation>
    </message>
    <message>
        <source>AHT {aht} · ATQ {atq} · occupancy {occupancy}</source>
        <translation>Vid. aptarnavimo laikas {aht} · laukimo {atq} · užimtumas {occupancy}</translation>
    </message>
    <message>
        <source>Service level {goal}:</source>
        <translation>Aptarnavimo lygis {goal}:</translation>
    </message>
    <message>
        <source>All queues</source>
        <comment>short, in a narrow column</comment>
        <translation>Visos eilės</translation>
    </message>
    <message>
        <source>Show only {queue}</source>
        <translation>Rodyti tik eilę {queue}</translation>
    </message>
    <message>
        <source>Show all queues</source>
        <translation>Rodyti visas eiles</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Stulpeliai</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Rikiavimas</translation>
    </message>
    <message>
        <source>By severity, worst first</source>
        <translation>Pagal svarbą, blogiausios pirmos</translation>
    </message>
    <message>
        <source>No agents logged in</source>
        <translation>Nėra prisijungusių</translation>
    </message>
    <message>
        <source>{count} on {reason}</source>
        <comment>3 on Lunch</comment>
        <translation>{count} – {reason}</translation>
    </message>
    <message>
        <source>{agents} since {time}</source>
        <comment>3 on Lunch since 12:58</comment>
        <translation>{agents} nuo {time}</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>you have view-only access</source>
        <translation>turite tik peržiūros teisę</translation>
    </message>
    <message>
        <source>the gateway could not read the request</source>
        <translation>šliuzas negalėjo perskaityti užklausos</translation>
    </message>
    <message>
        <source>there is no live connection to the PBX</source>
        <translation>nėra ryšio su PBX</translation>
    </message>
    <message>
        <source>the call has ended</source>
        <translation>skambutis baigėsi</translation>
    </message>
    <message>
        <source>the call has already moved on</source>
        <translation>skambutis jau kitur</translation>
    </message>
    <message>
        <source>the caller is not in the queue at the moment</source>
        <translation>skambinantysis šiuo metu ne eilėje</translation>
    </message>
    <message>
        <source>the call is already being moved</source>
        <translation>skambutis jau perkeliamas</translation>
    </message>
    <message>
        <source>the PBX has no such queue</source>
        <translation>PBX tokios eilės neturi</translation>
    </message>
    <message>
        <source>the caller is already waiting in {who}</source>
        <translation>skambutis jau laukia eilėje {who}</translation>
    </message>
    <message>
        <source>the PBX has no such agent</source>
        <translation>PBX tokio operatoriaus neturi</translation>
    </message>
    <message>
        <source>{who} already has this call</source>
        <translation>{who} jau turi šį skambutį</translation>
    </message>
    <message>
        <source>{who} is logged out</source>
        <translation>{who} neprisijungė</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is unreachable</source>
        <translation>{who}: telefonas nepasiekiamas</translation>
    </message>
    <message>
        <source>{who} is paused</source>
        <translation>{who} dabar pauzėje</translation>
    </message>
    <message>
        <source>{who} has do not disturb on</source>
        <translation>{who} įjungė „Netrukdyti“</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is already ringing</source>
        <translation>{who}: telefonas jau skamba</translation>
    </message>
    <message>
        <source>{who} is in a call</source>
        <translation>{who} kalba telefonu</translation>
    </message>
    <message>
        <source>{who} is not in a queue call</source>
        <translation>{who} neaptarnauja eilės skambučio</translation>
    </message>
    <message>
        <source>your own extension is not set or cannot be dialled</source>
        <translation>jūsų vidinis numeris nenustatytas arba juo nepavyksta paskambinti</translation>
    </message>
    <message>
        <source>this phone is not registered as yours; add to your entry in gateway.toml</source>
        <translation>šis telefonas neužregistruotas kaip jūsų; į savo įrašą faile gateway.toml įtraukite</translation>
    </message>
    <message>
        <source>your own phone was not answered</source>
        <translation>jūsų telefonu neatsiliepta</translation>
    </message>
    <message>
        <source>you are already in a call: leave it first</source>
        <translation>jūs jau esate pokalbyje: pirmiau jį palikite</translation>
    </message>
    <message>
        <source>you are no longer in this call</source>
        <translation>jūsų šiame pokalbyje nebėra</translation>
    </message>
    <message>
        <source>you are already doing that</source>
        <translation>jūs tai jau darote</translation>
    </message>
    <message>
        <source>only the supervisor who started it can change or end it</source>
        <translation>tai keisti ar baigti gali tik pradėjęs vadovas</translation>
    </message>
    <message>
        <source>the caller hung up</source>
        <translation>skambinantysis padėjo ragelį</translation>
    </message>
    <message>
        <source>the PBX refused</source>
        <translation>PBX atsisakė</translation>
    </message>
    <message>
        <source>the PBX is not set up for this version of Wallboard: tell your administrator</source>
        <translation>PBX nepritaikytas šiai „Wallboard“ versijai: praneškite administratoriui</translation>
    </message>
    <message>
        <source>the same request was already sent</source>
        <translation>toks pat prašymas jau pateiktas</translation>
    </message>
    <message>
        <source>too many requests at once: wait a moment</source>
        <translation>per daug prašymų iš karto: palaukite</translation>
    </message>
    <message>
        <source>you have reached the limit of actions in 24 hours</source>
        <translation>pasiekėte veiksmų per 24 valandas ribą</translation>
    </message>
    <message>
        <source>the request reached the gateway too late</source>
        <translation>prašymas šliuzą pasiekė per vėlai</translation>
    </message>
    <message>
        <source>the gateway cannot record actions now: tell your administrator</source>
        <translation>šliuzas dabar negali registruoti veiksmų: praneškite administratoriui</translation>
    </message>
    <message>
        <source>unknown reason: update Wallboard</source>
        <translation>nežinoma priežastis: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>You are listening to {who}&apos;s call; nobody hears you.</source>
        <translation>Klausotės pokalbio ({who}); jūsų niekas negirdi.</translation>
    </message>
    <message>
        <source>You are whispering: only {who} hears you.</source>
        <translation>Šnabždate: jus girdi tik {who}.</translation>
    </message>
    <message>
        <source>You are in {who}&apos;s call; both hear you.</source>
        <translation>Dalyvaujate pokalbyje ({who}); jus girdi abu.</translation>
    </message>
    <message>
        <source>{subject} was moved to {target}.</source>
        <translation>{subject}: perkelta į {target}.</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Numeris paslėptas</translation>
    </message>
    <message>
        <source>Unknown caller</source>
        <translation>Nežinomas numeris</translation>
    </message>
    <message>
        <source>The caller</source>
        <translation>Skambinantysis</translation>
    </message>
    <message>
        <source>{who} is full</source>
        <translation>{who} – eilė pilna</translation>
    </message>
    <message>
        <source>{who} is on another PBX</source>
        <translation>{who} yra kitame PBX</translation>
    </message>
    <message>
        <source>{who} is not paused</source>
        <translation>{who}: pauzė neįjungta</translation>
    </message>
    <message>
        <source>{who} does not take this queue&apos;s calls</source>
        <translation>{who} neaptarnauja šios eilės</translation>
    </message>
    <message>
        <source>{who} is being paused or unpaused already</source>
        <translation>{who} pauzė jau keičiama</translation>
    </message>
    <message>
        <source>Wallboard&apos;s user on the PBX lacks the right to do this: tell your administrator</source>
        <translation>„Wallboard“ naudotojas PBX neturi šios teisės: praneškite administratoriui</translation>
    </message>
    <message>
        <source>this PBX cannot do that</source>
        <translation>šis PBX to negali</translation>
    </message>
    <message>
        <source>You listened to {who}&apos;s call until {time}.</source>
        <translation>Klausėtės pokalbio ({who}) iki {time}.</translation>
    </message>
    <message>
        <source>You whispered to {who} until {time}.</source>
        <translation>Šnabždėjote ({who}) iki {time}.</translation>
    </message>
    <message>
        <source>You were in {who}&apos;s call until {time}.</source>
        <translation>Dalyvavote pokalbyje ({who}) iki {time}.</translation>
    </message>
    <message>
        <source>you had view-only access</source>
        <translation>turėjote tik peržiūros teisę</translation>
    </message>
    <message>
        <source>there was no live connection to the PBX</source>
        <translation>nebuvo ryšio su PBX</translation>
    </message>
    <message>
        <source>the call had ended</source>
        <translation>skambutis jau buvo pasibaigęs</translation>
    </message>
    <message>
        <source>the call had already moved on</source>
        <translation>skambutis jau buvo kitur</translation>
    </message>
    <message>
        <source>the caller was not in the queue at that moment</source>
        <translation>skambinantysis tuo metu buvo ne eilėje</translation>
    </message>
    <message>
        <source>the call was already being moved</source>
        <translation>skambutis jau buvo perkeliamas</translation>
    </message>
    <message>
        <source>the PBX had no such queue</source>
        <translation>PBX tokios eilės neturėjo</translation>
    </message>
    <message>
        <source>{who} was full</source>
        <translation>{who} – eilė buvo pilna</translation>
    </message>
    <message>
        <source>the caller was already waiting in {who}</source>
        <translation>skambutis jau laukė eilėje {who}</translation>
    </message>
    <message>
        <source>{who} was on another PBX</source>
        <translation>{who} buvo kitame PBX</translation>
    </message>
    <message>
        <source>the PBX had no such agent</source>
        <translation>PBX tokio operatoriaus neturėjo</translation>
    </message>
    <message>
        <source>{who} already had this call</source>
        <translation>{who} jau turėjo šį skambutį</translation>
    </message>
    <message>
        <source>{who} was logged out</source>
        <translation>{who} buvo neprisijungęs</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was unreachable</source>
        <translation>{who}: telefonas buvo nepasiekiamas</translation>
    </message>
    <message>
        <source>{who} was paused</source>
        <translation>{who} buvo pauzėje</translation>
    </message>
    <message>
        <source>{who} was not paused</source>
        <translation>{who}: pauzė nebuvo įjungta</translation>
    </message>
    <message>
        <source>{who} did not take this queue&apos;s calls</source>
        <translation>{who} neaptarnavo šios eilės</translation>
    </message>
    <message>
        <source>{who} was being paused or unpaused already</source>
        <translation>{who} pauzė jau buvo keičiama</translation>
    </message>
    <message>
        <source>{who} had do not disturb on</source>
        <translation>{who} buvo įjungęs „Netrukdyti“</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was already ringing</source>
        <translation>{who}: telefonas jau skambėjo</translation>
    </message>
    <message>
        <source>{who} was in a call</source>
        <translation>{who} kalbėjo telefonu</translation>
    </message>
    <message>
        <source>{who} was not in a queue call</source>
        <translation>{who} neaptarnavo eilės skambučio</translation>
    </message>
    <message>
        <source>your own extension was not set or could not be dialled</source>
        <translation>jūsų vidinis numeris buvo nenustatytas arba juo nepavyko paskambinti</translation>
    </message>
    <message>
        <source>you were already in a call: leave it first</source>
        <translation>jūs jau dalyvavote pokalbyje: pirmiau jį palikite</translation>
    </message>
    <message>
        <source>you were no longer in this call</source>
        <translation>jūsų šiame pokalbyje jau nebuvo</translation>
    </message>
    <message>
        <source>you were already doing that</source>
        <translation>jūs tai jau darėte</translation>
    </message>
    <message>
        <source>there were too many requests at once</source>
        <translation>vienu metu buvo per daug prašymų</translation>
    </message>
    <message>
        <source>you had reached the limit of actions in 24 hours</source>
        <translation>buvote pasiekę veiksmų per 24 valandas ribą</translation>
    </message>
    <message>
        <source>the gateway could not record actions: tell your administrator</source>
        <translation>šliuzas negalėjo registruoti veiksmų: praneškite administratoriui</translation>
    </message>
    <message>
        <source>the agent</source>
        <translation>operatorius</translation>
    </message>
    <message>
        <source>{caller} will wait in {queue}.</source>
        <translation>{caller} lauks eilėje {queue}.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring immediately.</source>
        <translation>{agent}: telefonas suskambės iškart.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring immediately and end the wrap-up.</source>
        <translation>{agent}: telefonas suskambės iškart ir nutrauks poskambutinį darbą.</translation>
    </message>
    <message>
        <source>If unanswered, {caller} returns to the front of {queue}.</source>
        <translation>Niekam neatsiliepus, {caller} grįš į eilės {queue} pradžią.</translation>
    </message>
    <message>
        <source>the queue</source>
        <translation>ta pati eilė</translation>
    </message>
    <message>
        <source>the caller</source>
        <translation>skambinantysis</translation>
    </message>
    <message>
        <source>Refused: {why}.</source>
        <translation>Atmesta: {why}.</translation>
    </message>
    <message>
        <source>Not done: {why}.</source>
        <translation>Neįvykdyta: {why}.</translation>
    </message>
    <message>
        <source>{subject}: the PBX did not confirm. Check before you retry.</source>
        <translation>{subject}: PBX nepatvirtino. Patikrinkite prieš bandydami dar kartą.</translation>
    </message>
    <message>
        <source>{target} accepted no callers: {subject} returned to the front of the queue.</source>
        <translation>{target} skambučių nepriėmė: {subject} grąžinta į eilės pradžią.</translation>
    </message>
    <message>
        <source>{target} did not answer: {subject} returned to the front of the queue.</source>
        <translation>{target} neatsiliepė: {subject} grąžinta į eilės pradžią.</translation>
    </message>
    <message>
        <source>{target} answered {subject} after {seconds} s.</source>
        <translation>{target} po {seconds} s atsiliepė: {subject}.</translation>
    </message>
    <message>
        <source>{subject} was unpaused in {target}.</source>
        <translation>{subject}: pauzė eilėje {target} baigta.</translation>
    </message>
    <message>
        <source>{subject} was unpaused.</source>
        <translation>{subject}: pauzė baigta.</translation>
    </message>
    <message>
        <source>{subject} will be paused in all queues after the call: {reason}.</source>
        <translation>{subject}: pauzė visose eilėse prasidės po skambučio ({reason}).</translation>
    </message>
    <message>
        <source>{subject} will be paused in all queues after the call.</source>
        <translation>{subject}: pauzė visose eilėse prasidės po skambučio.</translation>
    </message>
    <message>
        <source>{subject} was paused in {target}: {reason}.</source>
        <translation>{subject}: įjungta pauzė eilėje {target} ({reason}).</translation>
    </message>
    <message>
        <source>{subject} was paused in {target}.</source>
        <translation>{subject}: įjungta pauzė eilėje {target}.</translation>
    </message>
    <message>
        <source>{subject} was paused in all queues: {reason}.</source>
        <translation>{subject}: įjungta pauzė visose eilėse ({reason}).</translation>
    </message>
    <message>
        <source>{subject} was paused in all queues.</source>
        <translation>{subject}: įjungta pauzė visose eilėse.</translation>
    </message>
    <message>
        <source>You ended {target}&apos;s monitoring of {who}&apos;s call.</source>
        <translation>Nutraukėte klausymąsi: {target} → {who}.</translation>
    </message>
    <message>
        <source>You left {who}&apos;s call.</source>
        <translation>Palikote pokalbį ({who}).</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>priežastis nenurodyta</translation>
    </message>
</context>
<context>
    <name>text</name>
    <message>
        <source>Live</source>
        <translation>Realiuoju laiku</translation>
    </message>
    <message>
        <source>Incomplete: update Wallboard</source>
        <translation>Neišsamu: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>Delayed since {time}</source>
        <translation>Vėluoja nuo {time}</translation>
    </message>
    <message>
        <source>PBX lost since {time}</source>
        <translation>PBX be ryšio nuo {time}</translation>
    </message>
    <message>
        <source>PBX unreachable</source>
        <translation>PBX nepasiekiamas</translation>
    </message>
    <message>
        <source>Reading the PBX…</source>
        <translation>Skaitomas PBX…</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Neprisijungta</translation>
    </message>
    <message>
        <source>No such queue or group</source>
        <translation>Tokios eilės ar grupės nėra</translation>
    </message>
    <message>
        <source>The gateway is reading {pbx}.</source>
        <translation>Šliuzas nuskaito {pbx}.</translation>
    </message>
    <message>
        <source>{pbx}: as of {time}.</source>
        <translation>{pbx}: {time} duomenys.</translation>
    </message>
    <message>
        <source>Unreadable data</source>
        <translation>Neperskaitomi duomenys</translation>
    </message>
    <message>
        <source>Connecting in {seconds} s</source>
        <translation>Jungiamasi po {seconds} s</translation>
    </message>
    <message>
        <source>Reconnecting in {seconds} s</source>
        <translation>Vėl jungiamasi po {seconds} s</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Jungiamasi…</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Vėl jungiamasi…</translation>
    </message>
    <message>
        <source>Figures as of {time}</source>
        <translation>Duomenys – {time}</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Duomenų dar nėra</translation>
    </message>
    <message>
        <source>Gateway unreachable</source>
        <translation>Šliuzas nepasiekiamas</translation>
    </message>
    <message>
        <source>Connecting to the gateway</source>
        <translation>Jungiamasi prie šliuzo</translation>
    </message>
    <message>
        <source>No data from the gateway. Waiting…</source>
        <translation>Iš šliuzo duomenų nėra. Laukiama…</translation>
    </message>
    <message>
        <source>Gateway unreachable. Retrying automatically.</source>
        <translation>Šliuzas nepasiekiamas. Jungiamasi automatiškai.</translation>
    </message>
    <message>
        <source>The gateway lost the connection to the PBX. Retrying automatically.</source>
        <translation>Šliuzas prarado ryšį su PBX. Jungiamasi automatiškai.</translation>
    </message>
    <message>
        <source>The gateway is reading the state of the PBX.</source>
        <translation>Šliuzas skaito PBX būseną.</translation>
    </message>
    <message>
        <source>The gateway is newer than this Wallboard. What cannot be read here is grey or missing: update Wallboard.</source>
        <translation>Šliuzas naujesnis už šią „Wallboard“ versiją. Tai, ko čia nepavyksta perskaityti, rodoma pilkai arba nerodoma: atnaujinkite „Wallboard“.</translation>
    </message>
    <message>
        <source>Sign in to see your contact centre</source>
        <translation>Prisijunkite, kad matytumėte savo kontaktų centrą</translation>
    </message>
    <message>
        <source>There is no queue or group {queue}</source>
        <translation>Eilės ar grupės {queue} nėra</translation>
    </message>
    <message>
        <source>Not connected to a gateway</source>
        <translation>Nėra ryšio su šliuzu</translation>
    </message>
    <message>
        <source>Calls before that time, or while the PBX connection was down, are not included.</source>
        <translation>Ankstesni skambučiai ir skambučiai, kai nebuvo ryšio su PBX, neįtraukti.</translation>
    </message>
    <message>
        <source>counted since {time}</source>
        <translation>skaičiuojama nuo {time}</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>Aptarnavimo lygis</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Laukia</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln offered</source>
        <comment>callers</comment>
        <translation>
            <numerusform>iš %Ln gauto</numerusform>
            <numerusform>iš %Ln gautų</numerusform>
            <numerusform>iš %Ln gautų</numerusform>
        </translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Ilgiausiai laukia</translation>
    </message>
    <message>
        <source>Answered in 60 s</source>
        <translation>Atsiliepta per 60 s</translation>
    </message>
    <message>
        <source>Callers answered within 60 seconds, out of all who left the queue: answered, abandoned or flowed out. The threshold of the service level does not matter here.</source>
        <translation>Skambučiai, į kuriuos atsiliepta per 60 sekundžių, iš visų išėjusių iš eilės: atsilieptų, prarastų ar nukreiptų kitur. Aptarnavimo lygio riba čia neturi reikšmės.</translation>
    </message>
    <message>
        <source>Transfer rate</source>
        <translation>Peradavimų dalis</translation>
    </message>
    <message>
        <source>Calls that agents transferred, to a queue or to anybody, out of those they handled.</source>
        <translation>Skambučiai, kuriuos agentai peradavė į eilę ar kam kitam, palyginti su visais jų aptarnautais.</translation>
    </message>
    <message>
        <source>transferred ÷ handled</source>
        <translation>peradavimai ÷ aptarnauti</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln handled</source>
        <comment>calls</comment>
        <translation>
            <numerusform>iš %Ln aptarnauto</numerusform>
            <numerusform>iš %Ln aptarnautų</numerusform>
            <numerusform>iš %Ln aptarnautų</numerusform>
        </translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Prarasta</translation>
    </message>
    <message>
        <source>abandoned ÷ all callers who left the queue</source>
        <translation>prarasta ÷ išėjo iš eilės</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Atsiliepta</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Gauta</translation>
    </message>
    <message>
        <source>Callers who entered the queue in this period.</source>
        <translation>Skambučiai, per šį laikotarpį patekę į eilę.</translation>
    </message>
    <message>
        <source>Abandoned calls</source>
        <translation>Prarasti skambučiai</translation>
    </message>
    <message>
        <source>Callers who hung up while waiting in this period.</source>
        <translation>Skambučiai, kurių skambintojai per šį laikotarpį padėjo ragelį laukdami.</translation>
    </message>
    <message>
        <source>Rings missed</source>
        <translation>Praleisti skambėjimai</translation>
    </message>
    <message>
        <source>Rings of agents&apos; phones that ended without an answer (RNA) while the caller went on waiting; counted when the wait ends.</source>
        <translation>Agentų telefonų skambėjimai, baigęsi be atsiliepimo (RNA), klientui toliau laukiant; skaičiuojama pasibaigus laukimui.</translation>
    </message>
    <message>
        <source>Flowed out</source>
        <translation>Nukreipta kitur</translation>
    </message>
    <message>
        <source>Callers who left the queue unanswered without hanging up, in this period.</source>
        <translation>Skambučiai, per šį laikotarpį palikę eilę neatsiliepus, bet nepadėjus ragelio.</translation>
    </message>
    <message>
        <source>Speed of answer</source>
        <translation>Atsiliepimo laikas</translation>
    </message>
    <message>
        <source>Handle time</source>
        <translation>Vid. aptarn. laikas</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Užimtumas</translation>
    </message>
    <message>
        <source>Time in queue</source>
        <translation>Laikas eilėje</translation>
    </message>
    <message>
        <source>Average time in queue (ATQ): the mean wait of all who left it, answered, abandoned or flowed out.</source>
        <translation>Vidutinis laikas eilėje: vidutinis visų ją palikusių skambučių laukimas – atsilieptų, prarastų ir nukreiptų kitur.</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>Darbo laiko panauda</translation>
    </message>
    <message>
        <source>Time in calls, wrap-up and ready, out of all the time in which agents were logged in.</source>
        <translation>Pokalbių, poskambutinio darbo ir laukimo laikas, palyginti su visu laiku, kai agentai buvo prisijungę.</translation>
    </message>
    <message>
        <source>(busy + ready) ÷ logged in</source>
        <translation>(užimti + laisvi) ÷ prisijungę</translation>
    </message>
    <message>
        <source>Handle time with wait</source>
        <translation>Aptarn. laikas su laukimu</translation>
    </message>
    <message>
        <source>Average handle time with wait: the mean of talk, hold and wrap-up, plus the mean wait of answered callers. Some centres call this AHT.</source>
        <translation>Vidutinis aptarnavimo laikas su laukimu: pokalbio, užlaikymo ir poskambutinio darbo vidurkis ir vidutinis atsilieptų skambučių laukimas. Kai kur tai vadinama vidutiniu aptarnavimo laiku.</translation>
    </message>
    <message>
        <source>AHT + ASA</source>
        <translation>vid. aptarnavimo laikas + atsiliepimo laikas</translation>
    </message>
    <message>
        <source>Estimated wait</source>
        <translation>Numatomas laukimas</translation>
    </message>
    <message>
        <source>How long a caller who comes now is likely to wait: the handle time, times the position in the queue, divided by the agents who are ready, ringing, in calls or in wrap-up. 0 while an agent is free.</source>
        <translation>Kiek turėtų laukti dabar paskambinęs klientas: vidutinis aptarnavimo laikas, padaugintas iš vietos eilėje ir padalytas iš agentų, kurie laisvi, kviečiami, kalba ar dirba po skambučio. 0, kol yra laisvas agentas.</translation>
    </message>
    <message>
        <source>AHT × position ÷ working agents</source>
        <translation>aptarnavimo laikas × vieta eilėje ÷ dirbantys agentai</translation>
    </message>
    <message>
        <source>± {time}</source>
        <translation>± {time}</translation>
    </message>
    <message>
        <source>Hold share</source>
        <translation>Užlaikymo dalis</translation>
    </message>
    <message>
        <source>The time that callers were on hold, out of the time that agents had them: talk and hold.</source>
        <translation>Laikas, kai skambučiai buvo užlaikyti, palyginti su visu laiku su agentais: pokalbiu ir užlaikymu.</translation>
    </message>
    <message>
        <source>hold ÷ (talk + hold)</source>
        <translation>užlaikymas ÷ (pokalbis + užlaikymas)</translation>
    </message>
    <message>
        <source>Longest ended wait</source>
        <translation>Ilgiausias baigtas laukimas</translation>
    </message>
    <message>
        <source>The longest wait that ended in this period, answered or not.</source>
        <translation>Ilgiausias per šį laikotarpį pasibaigęs laukimas, atsiliepta ar ne.</translation>
    </message>
    <message>
        <source>Agents ready</source>
        <translation>Laisvi</translation>
    </message>
    <message>
        <source>Agents in calls</source>
        <translation>Kalbantys</translation>
    </message>
    <message>
        <source>Agents who talk with a caller or have one on hold now, out of those logged in.</source>
        <translation>Operatoriai, kurie dabar kalba su skambintoju arba jį užlaikė, iš visų prisijungusių.</translation>
    </message>
    <message>
        <source>Agents logged in</source>
        <translation>Prisijungę</translation>
    </message>
    <message>
        <source>Agents who are logged in now, in whatever state.</source>
        <translation>Dabar prisijungę operatoriai, kad ir kokia jų būsena.</translation>
    </message>
    <message>
        <source>on target</source>
        <translation>pasiekta</translation>
    </message>
    <message>
        <source>below target</source>
        <translation>nepasiekta</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>laiku</translation>
    </message>
    <message>
        <source>at risk</source>
        <translation>ties riba</translation>
    </message>
    <message>
        <source>answered in 60 s ÷ all callers who left the queue</source>
        <translation>atsiliepta per 60 s ÷ išėjo iš eilės</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gerai</translation>
    </message>
    <message>
        <source>elevated</source>
        <translation>padidėjęs</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>per didelis</translation>
    </message>
    <message>
        <source>target {target}</source>
        <translation>tikslas {target}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln offered</source>
        <translation>
            <numerusform>%Ln gautas</numerusform>
            <numerusform>%Ln gauti</numerusform>
            <numerusform>%Ln gautų</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln flowed out</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln nukreiptas kitur</numerusform>
            <numerusform>%Ln nukreipti kitur</numerusform>
            <numerusform>%Ln nukreiptų kitur</numerusform>
        </translation>
    </message>
    <message>
        <source>Callers answered within the threshold. A caller past it counts as missed immediately, however the call ends: “late” are those still waiting, or who flowed out after it.</source>
        <translation>Skambučiai, į kuriuos atsiliepta laiku. Laukiantis ilgiau už ribą iškart laikomas neaptarnautu laiku, kad ir kaip baigtųsi: „pavėluota“ – dar laukiantys arba po ribos nukreipti kitur.</translation>
    </message>
    <message>
        <source>Callers waiting in the queues now, and how many of them are past the limit.</source>
        <translation>Skambučiai, dabar laukiantys eilėse, ir kiek jų laukia ilgiau už ribą.</translation>
    </message>
    <message>
        <source>Callers who hung up while waiting, out of all who left the queue: answered, abandoned or flowed out.</source>
        <translation>Skambučiai, nutraukti belaukiant, iš visų išėjusių iš eilės: atsiliepta, prarasta ar nukreipta kitur.</translation>
    </message>
    <message>
        <source>Callers answered by an agent in this period, and how many were offered.</source>
        <translation>Skambučiai, į kuriuos per šį laikotarpį atsiliepė operatorius, ir kiek jų gauta.</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln logged in</source>
        <translation>
            <numerusform>iš %Ln prisijungusio</numerusform>
            <numerusform>iš %Ln prisijungusių</numerusform>
            <numerusform>iš %Ln prisijungusių</numerusform>
        </translation>
    </message>
    <message>
        <source>answered only: answered in {threshold} s ÷ answered</source>
        <translation>tik iš atsilieptų: atsiliepta per {threshold} s ÷ atsiliepta</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned + late)</source>
        <translation>atsiliepta per {threshold} s ÷ (atsiliepta + prarasta + pavėluota)</translation>
    </message>
    <message>
        <source>(answered + abandoned in {threshold} s) ÷ (answered + abandoned + late)</source>
        <translation>(atsiliepta + prarasta per {threshold} s) ÷ (atsiliepta + prarasta + pavėluota)</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned after {threshold} s + late)</source>
        <translation>atsiliepta per {threshold} s ÷ (atsiliepta + prarasta po {threshold} s + pavėluota)</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned after {short} s + late)</source>
        <translation>atsiliepta per {threshold} s ÷ (atsiliepta + prarasta po {short} s + pavėluota)</translation>
    </message>
    <message>
        <source>Agents&apos; time is counted since {time}: the group had other queues before.</source>
        <translation>Operatorių laikas skaičiuojamas nuo {time}: anksčiau grupę sudarė kitos eilės.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past limit</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln virš ribos</numerusform>
            <numerusform>%Ln virš ribos</numerusform>
            <numerusform>%Ln virš ribos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln laukia</numerusform>
            <numerusform>%Ln laukia</numerusform>
            <numerusform>%Ln laukia</numerusform>
        </translation>
    </message>
    <message>
        <source>below and falling</source>
        <translation>nepasiekta ir krinta</translation>
    </message>
    <message>
        <source>most flowed out</source>
        <translation>dauguma nukreipta kitur</translation>
    </message>
    <message>
        <source>past limit</source>
        <translation>virš ribos</translation>
    </message>
    <message>
        <source>now</source>
        <translation>dabar</translation>
    </message>
    <message numerus="yes">
        <source>%Ln min of data missing</source>
        <translation>
            <numerusform>%Ln min. be duomenų</numerusform>
            <numerusform>%Ln min. be duomenų</numerusform>
            <numerusform>%Ln min. be duomenų</numerusform>
        </translation>
    </message>
    <message>
        <source>mean wait of answered callers</source>
        <translation>vidutinis laukimas iki atsiliepimo</translation>
    </message>
    <message>
        <source>talk + hold + wrap-up</source>
        <translation>pokalbis + užlaikymas + po skambučio</translation>
    </message>
    <message>
        <source>busy ÷ (busy + ready)</source>
        <translation>užimti ÷ (užimti + laisvi)</translation>
    </message>
    <message>
        <source>Counted since {time}: the gateway was not running before.</source>
        <translation>Skaičiuojama nuo {time}: anksčiau šliuzas neveikė.</translation>
    </message>
    <message>
        <source>How long the first caller in the queue has been waiting.</source>
        <translation>Kiek laiko laukia pirmas eilėje skambutis.</translation>
    </message>
    <message>
        <source>Average speed of answer (ASA): the mean wait of answered callers.</source>
        <translation>Vidutinis atsiliepimo laikas (VAL): kiek vidutiniškai laukė skambučiai, į kuriuos atsiliepta.</translation>
    </message>
    <message>
        <source>Average handle time (AHT): talk, hold and wrap-up, counted when the wrap-up ends.</source>
        <translation>Vidutinis aptarnavimo laikas: pokalbis, užlaikymas ir poskambutinis darbas; skaičiuojama jam pasibaigus.</translation>
    </message>
    <message>
        <source>Time in calls and wrap-up, out of the time in calls, wrap-up and ready.</source>
        <translation>Pokalbių ir poskambutinio darbo laiko dalis; visas laikas – šis ir laisvas kartu.</translation>
    </message>
    <message>
        <source>mean wait of all callers who left the queue</source>
        <translation>vidutinis visų išėjusių iš eilės laukimas</translation>
    </message>
    <message>
        <source>Agents who can take a call now, out of those logged in.</source>
        <translation>Operatoriai, galintys atsiliepti šiuo metu, iš visų prisijungusių.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Laisva</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>Skamba</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>Kalba</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Užlaikymas</translation>
    </message>
    <message>
        <source>Own call</source>
        <translation>Užimta (savas skambutis)</translation>
    </message>
    <message>
        <source>Busy (unknown)</source>
        <translation>Užimta (nežinia kuo)</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Po pokalbio</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <comment>after a call that the agent refused or missed</comment>
        <translation>Po praleisto skambučio</translation>
    </message>
    <message>
        <source>On demand</source>
        <comment>an agent who has to ask for the next call</comment>
        <translation>Pagal užklausą</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pauzė</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Netrukdyti</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>Nepasiekiama</translation>
    </message>
    <message>
        <source>Logged out</source>
        <translation>Atsijungta</translation>
    </message>
    <message>
        <source>On hold</source>
        <comment>as short as can be</comment>
        <translation>Užlaikymas</translation>
    </message>
    <message>
        <source>Own call</source>
        <comment>as short as can be</comment>
        <translation>Užimta</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <comment>as short as can be</comment>
        <translation>Be ryšio</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <comment>as short as can be: after a missed call</comment>
        <translation>Neatsiliepė</translation>
    </message>
    <message>
        <source>On demand</source>
        <comment>as short as can be: has to ask for the next call</comment>
        <translation>Pagal užkl.</translation>
    </message>
    <message>
        <source>Busy (?)</source>
        <translation>Užimta (?)</translation>
    </message>
    <message>
        <source>DND</source>
        <translation>Netrukdyti</translation>
    </message>
    <message>
        <source>Unknown</source>
        <comment>as short as can be: a state that this version does not have</comment>
        <translation>Nežinoma</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>paprašyta</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>vykdoma</translation>
    </message>
    <message>
        <source>ringing</source>
        <translation>skamba</translation>
    </message>
    <message>
        <source>of answered</source>
        <translation>atsilieptų</translation>
    </message>
    <message>
        <source>of offered</source>
        <translation>gautų</translation>
    </message>
    <message>
        <source>incl. early</source>
        <translation>su trumpais</translation>
    </message>
    <message>
        <source>excl. early</source>
        <translation>be trumpų</translation>
    </message>
    <message>
        <source>excl. short</source>
        <translation>be trumpų</translation>
    </message>
    <message>
        <source>unknown formula</source>
        <translation>nežinoma formulė</translation>
    </message>
    <message>
        <source>Answered in time, out of answered only</source>
        <translation>Atsiliepta laiku, iš tų, į kuriuos atsiliepta</translation>
    </message>
    <message>
        <source>Answered in time, out of all answered, abandoned or late</source>
        <translation>Atsiliepta laiku, iš visų: atsiliepta, prarasta, pavėluota</translation>
    </message>
    <message>
        <source>The same, with abandons within the threshold counted as answered in time</source>
        <translation>Tas pats, bet prarasti iki ribos laikomi aptarnautais laiku</translation>
    </message>
    <message>
        <source>The same, without abandons within the threshold</source>
        <translation>Tas pats, bet prarasti iki ribos neskaičiuojami</translation>
    </message>
    <message>
        <source>The same, without short abandons only</source>
        <translation>Tas pats, bet neskaičiuojami tik trumpi prarasti</translation>
    </message>
    <message>
        <source>Unknown formula: update Wallboard</source>
        <translation>Nežinoma formulė: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>this interval</source>
        <translation>šis intervalas</translation>
    </message>
    <message>
        <source>today</source>
        <translation>šiandien</translation>
    </message>
    <message>
        <source>last 30 minutes</source>
        <translation>pastarosios 30 min.</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Klausytis</translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation>Šnabždėti</translation>
    </message>
    <message>
        <source>Barge in</source>
        <translation>Įsiterpti</translation>
    </message>
    <message>
        <source>Unknown mode: update Wallboard</source>
        <translation>Nežinomas būdas: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>Monitored</source>
        <translation>Klausomasi</translation>
    </message>
    <message>
        <source>Whispered to</source>
        <translation>Šnabždama</translation>
    </message>
    <message>
        <source>Barged in</source>
        <translation>Įsiterpta</translation>
    </message>
    <message>
        <source>In the call, mode unknown</source>
        <translation>Pokalbyje, būdas nežinomas</translation>
    </message>
    <message>
        <source>unknown state: update Wallboard</source>
        <translation>nežinoma būsena: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>laukia</translation>
    </message>
    <message>
        <source>leaving the queue</source>
        <translation>išeina iš eilės</translation>
    </message>
    <message>
        <source>talking</source>
        <translation>kalba</translation>
    </message>
    <message>
        <source>on hold</source>
        <translation>užlaikytas</translation>
    </message>
    <message>
        <source>{connected} of {all} PBXs</source>
        <translation>{connected} iš {all} PBX</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}&#xa0;%</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ready</source>
        <translation>
            <numerusform>%Ln laisvas</numerusform>
            <numerusform>%Ln laisvi</numerusform>
            <numerusform>%Ln laisvų</numerusform>
        </translation>
    </message>
    <message>
        <source>Action log: unknown state</source>
        <translation>Veiksmų žurnalas: būsena nežinoma</translation>
    </message>
    <message>
        <source>Unknown state: update Wallboard</source>
        <translation>Nežinoma būsena: atnaujinkite „Wallboard“</translation>
    </message>
    <message>
        <source>Actions are refused</source>
        <translation>Veiksmai atmetami</translation>
    </message>
    <message>
        <source>The gateway cannot record actions now, so it carries out none. See its log.</source>
        <translation>Šliuzas dabar negali registruoti veiksmų, todėl jų nevykdo. Žr. jo žurnalą.</translation>
    </message>
    <message>
        <source>Actions are not recorded</source>
        <translation>Veiksmai neregistruojami</translation>
    </message>
    <message>
        <source>The gateway cannot record actions. See its log.</source>
        <translation>Šliuzas negali registruoti veiksmų. Žr. jo žurnalą.</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>baigėsi laukimo laikas</translation>
    </message>
    <message>
        <source>by keypress</source>
        <translation>klavišu</translation>
    </message>
    <message>
        <source>no agents in the queue</source>
        <translation>eilėje nėra operatorių</translation>
    </message>
    <message>
        <source>continued in the dialplan</source>
        <translation>toliau pagal numerių planą</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>pašalinta</translation>
    </message>
    <message>
        <source>to another queue</source>
        <translation>į kitą eilę</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>nežinoma</translation>
    </message>
    <message>
        <source>unknown exit</source>
        <translation>nežinomas išėjimas</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} gauta</translation>
    </message>
    <message>
        <source>{n} carried over</source>
        <translation>{n} iš anksčiau</translation>
    </message>
    <message>
        <source>{n} answered</source>
        <translation>{n} atsiliepta</translation>
    </message>
    <message>
        <source>{n} abandoned</source>
        <translation>{n} prarasta</translation>
    </message>
    <message>
        <source>{n} flowed out</source>
        <translation>{n} nukreipta kitur</translation>
    </message>
    <message>
        <source>{n} with unknown outcome</source>
        <translation>{n} nežinoma baigtis</translation>
    </message>
    <message>
        <source>{n} still in the queue</source>
        <translation>{n} dar eilėje</translation>
    </message>
    <message>
        <source>Flowed out: {exits}</source>
        <translation>Nukreipta kitur: {exits}</translation>
    </message>
    <message>
        <source>Live again</source>
        <translation>Vėl realiuoju laiku</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in wrap-up</source>
        <translation>
            <numerusform>%Ln po pokalbio</numerusform>
            <numerusform>%Ln po pokalbio</numerusform>
            <numerusform>%Ln po pokalbio</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in cool-down</source>
        <comment>after a call that the agent refused or missed</comment>
        <translation>
            <numerusform>%Ln po praleisto skambučio</numerusform>
            <numerusform>%Ln po praleisto skambučio</numerusform>
            <numerusform>%Ln po praleisto skambučio</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln on demand</source>
        <comment>agents who have to ask for the next call</comment>
        <translation>
            <numerusform>%Ln pagal užklausą</numerusform>
            <numerusform>%Ln pagal užklausą</numerusform>
            <numerusform>%Ln pagal užklausą</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ringing</source>
        <comment>agents whose phones ring</comment>
        <translation>
            <numerusform>%Ln skamba</numerusform>
            <numerusform>%Ln skamba</numerusform>
            <numerusform>%Ln skamba</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in calls</source>
        <translation>
            <numerusform>%Ln kalba</numerusform>
            <numerusform>%Ln kalba</numerusform>
            <numerusform>%Ln kalba</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unreachable</source>
        <translation>
            <numerusform>%Ln nepasiekiamas</numerusform>
            <numerusform>%Ln nepasiekiami</numerusform>
            <numerusform>%Ln nepasiekiamų</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused</source>
        <translation>
            <numerusform>%Ln pauzėje</numerusform>
            <numerusform>%Ln pauzėje</numerusform>
            <numerusform>%Ln pauzėje</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading {pbx}…</source>
        <translation>Skaitomas {pbx}…</translation>
    </message>
    <message>
        <source>No connection: {pbxs}</source>
        <translation>Nėra ryšio: {pbxs}</translation>
    </message>
    <message>
        <source>{pbx} since {time}</source>
        <translation>{pbx} nuo {time}</translation>
    </message>
</context>
</TS>
