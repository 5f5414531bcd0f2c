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
        <translation>Šviesu arba tamsu</translation>
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
        <source>Keys</source>
        <translation>Klavišai</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Žinynas</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Baigti</translation>
    </message>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>Šiam kompiuteriui tai nustatė administratorius: lieka kaip yra.</translation>
    </message>
    <message>
        <source>Wallboard speaks the language that you chose when it starts next.</source>
        <translation>Pasirinkta kalba įsigalios kitą kartą paleidus „Wallboard“.</translation>
    </message>
</context>
<context>
    <name>ExtensionDialog</name>
    <message>
        <source>My extension</source>
        <translation>Mano vidinis numeris</translation>
    </message>
    <message>
        <source>Listening in rings your own phone first. Which extension is it?</source>
        <translation>Kad galėtumėte klausytis, pirmiausia suskambės jūsų telefonas. Koks jo vidinis numeris?</translation>
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
        <source>Part of a name or a number</source>
        <translation>Vardo ar numerio dalis</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Rasta</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Visos eilės</translation>
    </message>
    <message>
        <source>No queue, no agent and no caller is called “{words}” or has this number.</source>
        <translation>Nėra nei eilės, nei operatoriaus, nei skambinančiojo tokiu vardu ar numeriu: „{words}“.</translation>
    </message>
    <message>
        <source>Type a part of a name, or of a queue&apos;s, an agent&apos;s or a caller&apos;s number.</source>
        <translation>Įveskite vardo arba eilės, operatoriaus ar skambinančiojo numerio dalį.</translation>
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
        <source>As the system</source>
        <translation>Kaip sistemos</translation>
    </message>
</context>
<context>
    <name>NewerVersions</name>
    <message>
        <source>The gateway is newer than this Wallboard and may tell more than is shown here: update it.</source>
        <translation>Šliuzas naujesnis už šią „Wallboard“ ir gali pranešti daugiau, nei čia rodoma: atnaujinkite „Wallboard“.</translation>
    </message>
    <message>
        <source>Wallboard {version} is available</source>
        <translation>Yra nauja „Wallboard“ versija {version}</translation>
    </message>
    <message>
        <source>Ask your administrator for it.</source>
        <translation>Kreipkitės į administratorių.</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>Šiam kompiuteriui tai nustatė administratorius: lieka kaip yra.</translation>
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
        <source>Keys</source>
        <translation>Klavišai</translation>
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
        <source>Whoever runs the gateway makes a token for you by &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</source>
        <translation>Prieigos raktą jums sukurs šliuzo administratorius komanda &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</translation>
    </message>
    <message>
        <source>The token is missing: the gateway cannot know you without it.</source>
        <translation>Trūksta prieigos rakto: be jo šliuzas jūsų neatpažins.</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>Šiam kompiuteriui tai nustatė administratorius: lieka kaip yra.</translation>
    </message>
    <message>
        <source>Sign in to a gateway: it is in the menu.</source>
        <translation>Prisijunkite prie šliuzo: tai yra meniu.</translation>
    </message>
    <message>
        <source>{why}. It is tried again every half minute.</source>
        <translation>{why}. Bandoma iš naujo kas pusę minutės.</translation>
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
        <source>The call goes on without you when you leave it.</source>
        <translation>Jums išėjus pokalbis tęsis be jūsų.</translation>
    </message>
    <message>
        <source>You may still be in {agent}&apos;s call.</source>
        <translation>Galbūt vis dar dalyvaujate pokalbyje ({agent}).</translation>
    </message>
    <message>
        <source>It cannot be left from here now: hang up your phone.</source>
        <translation>Dabar iš čia jo palikti negalima: padėkite telefono ragelį.</translation>
    </message>
    <message>
        <source>Leave it and quit</source>
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
        <source>Queue</source>
        <translation>Eilė</translation>
    </message>
    <message>
        <source>The queue that the board is limited to</source>
        <translation>Eilė, kurią rodo skydas</translation>
    </message>
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
        <source>viewer</source>
        <translation>stebėtojas</translation>
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
    <message>
        <source>Waiting</source>
        <translation>Laukia</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Ilgiausiai laukia</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>Aptarnavimo lygis</translation>
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
        <translation>atsiliepti</translation>
    </message>
    <message>
        <source>abandoned</source>
        <translation>prarasti</translation>
    </message>
    <message>
        <source>flowed out</source>
        <translation>išėjo kitaip</translation>
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
        <translation>{n} išėjo kitaip</translation>
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
        <source>No agents here</source>
        <translation>Čia operatorių nėra</translation>
    </message>
    <message>
        <source>Everybody is logged out</source>
        <translation>Visi atsijungę</translation>
    </message>
    <message>
        <source>Nobody now: {states}</source>
        <translation>Dabar nieko nėra: {states}</translation>
    </message>
    <message>
        <source>Show only the agents of one chip, or no longer</source>
        <translation>Rodyti tik vienos būsenos operatorius arba nebefiltruoti</translation>
    </message>
    <message>
        <source>Show all agents again</source>
        <translation>Vėl rodyti visus operatorius</translation>
    </message>
    <message>
        <source>Sort by name, by time in state, by state</source>
        <translation>Rikiuoti pagal vardą, būsenos trukmę, būseną</translation>
    </message>
    <message>
        <source>with {caller}</source>
        <translation>kalba su: {caller}</translation>
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
        <translation>poskambutinio darbo metu</translation>
    </message>
    <message>
        <source>Paused in {part} of {all} queues: {queues}</source>
        <translation>Pauzė {part} iš {all} eilių: {queues}</translation>
    </message>
    <message>
        <source>In no queue</source>
        <translation>Nėra jokioje eilėje</translation>
    </message>
    <message>
        <source>Filter of the agents</source>
        <translation>Operatorių filtras</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Visi</translation>
    </message>
    <message>
        <source>Show all agents again (Alt+0)</source>
        <translation>Vėl rodyti visus operatorius (Alt+0)</translation>
    </message>
    <message>
        <source>Order of the agents</source>
        <translation>Operatorių tvarka</translation>
    </message>
    <message>
        <source>{state}: show only these, or no longer (Alt+{key})</source>
        <translation>{state}: rodyti tik šiuos arba nebefiltruoti (Alt+{key})</translation>
    </message>
    <message>
        <source>Order of the agents: {order} (Alt+S)</source>
        <translation>Operatorių tvarka: {order} (Alt+S)</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>as short as can be</comment>
        <translation>Laisvi</translation>
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
        <source>Off net</source>
        <comment>as short as can be: phone not reachable</comment>
        <translation>Be ryšio</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Užimta</translation>
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
        <source>Nobody waits</source>
        <translation>Niekas nelaukia</translation>
    </message>
    <message>
        <source>On the way to {target}</source>
        <translation>Pakeliui: {target}</translation>
    </message>
    <message>
        <source>{queue} · again</source>
        <translation>{queue} · vėl</translation>
    </message>
    <message>
        <source>Number {n} in {queue}</source>
        <translation>{n}-as eilėje {queue}</translation>
    </message>
    <message>
        <source>Was answered before and waits again</source>
        <translation>Į skambutį jau atsiliepta, ir jis vėl laukia</translation>
    </message>
</context>
<context>
    <name>chooser</name>
    <message>
        <source>Move {caller} to…</source>
        <translation>Kur perkelti: {caller}</translation>
    </message>
    <message>
        <source>Type a part of an agent&apos;s or a queue&apos;s name</source>
        <translation>Įveskite operatoriaus ar eilės vardo dalį</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Kur</translation>
    </message>
    <message>
        <source>Nobody and no queue has a name like this.</source>
        <translation>Nėra nei operatoriaus, nei eilės tokiu vardu.</translation>
    </message>
</context>
<context>
    <name>found</name>
    <message>
        <source>nobody waits</source>
        <translation>niekas nelaukia</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Listen to the chosen agent&apos;s call, or only listen from now on</source>
        <translation>Klausytis pasirinkto operatoriaus pokalbio arba toliau tik klausytis</translation>
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
        <source>Choose an agent who talks first: click the tile.</source>
        <translation>Pirmiausia pasirinkite kalbantį operatorių: spustelėkite jo kortelę.</translation>
    </message>
    <message>
        <source>Move the chosen caller, or the chosen agent&apos;s call</source>
        <translation>Perkelti pasirinktą skambinantįjį arba pasirinkto operatoriaus pokalbį</translation>
    </message>
    <message>
        <source>Menu of the chosen caller or agent</source>
        <translation>Pasirinkto skambinančiojo arba operatoriaus meniu</translation>
    </message>
    <message>
        <source>To the next part of the board, or back</source>
        <translation>Į kitą skydelio dalį arba atgal</translation>
    </message>
    <message>
        <source>To the next row or agent</source>
        <translation>Į kitą eilutę arba pas kitą operatorių</translation>
    </message>
    <message>
        <source>One page up or down</source>
        <translation>Puslapiu aukštyn arba žemyn</translation>
    </message>
    <message>
        <source>To the first or the last one</source>
        <translation>Į pirmą arba paskutinį</translation>
    </message>
    <message>
        <source>Limit the board to the chosen queue</source>
        <translation>Rodyti tik pasirinktą eilę</translation>
    </message>
    <message>
        <source>Put a carried caller back; close a window or menu</source>
        <translation>Grąžinti velkamą skambinantįjį; uždaryti langą arba meniu</translation>
    </message>
    <message>
        <source>How the chosen figure is made</source>
        <translation>Kaip apskaičiuojamas pasirinktas rodiklis</translation>
    </message>
    <message>
        <source>Values before and after in the chosen chart</source>
        <translation>Ankstesnės ir vėlesnės pasirinktos diagramos reikšmės</translation>
    </message>
    <message>
        <source>Leave the TV: press it twice</source>
        <translation>Uždaryti TV: paspausti du kartus</translation>
    </message>
    <message>
        <source>Leave the TV at once</source>
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
        <source>End {who}&apos;s listening</source>
        <translation>Baigti klausymąsi ({who})</translation>
    </message>
</context>
<context>
    <name>monitoring</name>
    <message>
        <source>Leave</source>
        <translation>Palikti</translation>
    </message>
    <message>
        <source>Not known whether you are still in the call</source>
        <translation>Nežinoma, ar dar dalyvaujate pokalbyje</translation>
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
        <source>What was done</source>
        <translation>Kas padaryta</translation>
    </message>
    <message>
        <source>Drag a caller to an agent or a queue, or press Enter on one. Right-click an agent to listen.</source>
        <translation>Nutempkite skambutį ant operatoriaus ar eilės arba ties juo spauskite Enter. Norėdami klausytis, spustelėkite operatorių dešiniuoju klavišu.</translation>
    </message>
    <message>
        <source>You watch here: moving and listening to calls is for supervisors.</source>
        <translation>Čia galite stebėti: perkelti skambučius ir jų klausytis gali vadovai.</translation>
    </message>
    <message>
        <source>Callers can be moved and calls listened to once the figures are live again.</source>
        <translation>Perkelti skambučius ir jų klausytis galėsite, kai duomenys vėl bus tiesioginiai.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Užverti</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>{url} cannot be reached ({reason}): check the network and the gateway</source>
        <translation>{url} nepasiekiamas ({reason}): patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>{url} does not answer: check the network and the gateway</source>
        <translation>{url} neatsako: patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>{url} fell silent: check the network and the gateway</source>
        <translation>{url} nutilo: patikrinkite tinklą ir šliuzą</translation>
    </message>
    <message>
        <source>The connection was closed (code {code})</source>
        <translation>Ryšys nutrauktas (kodas {code})</translation>
    </message>
    <message>
        <source>The gateway closed the session: {reason}</source>
        <translation>Šliuzas baigė seansą: {reason}</translation>
    </message>
    <message>
        <source>{url} answers, but is no Wallboard gateway: check the address</source>
        <translation>{url} atsako, bet tai ne „Wallboard“ šliuzas: patikrinkite adresą</translation>
    </message>
    <message>
        <source>{url} answered with HTTP {status}: check the address, or try later</source>
        <translation>{url} atsakė HTTP {status}: patikrinkite adresą arba bandykite vėliau</translation>
    </message>
    <message>
        <source>The certificate of {url} is not trusted ({reason}): name its authority&apos;s file by --ca-file or ca_file</source>
        <translation>{url} sertifikatu nepasitikima ({reason}): nurodykite jo sertifikavimo įstaigos failą per --ca-file arba ca_file</translation>
    </message>
    <message>
        <source>The gateway does not understand this program: update the older of the two</source>
        <translation>Šliuzas nesupranta šios programos: atnaujinkite senesnįjį iš dviejų</translation>
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
        <source>Gateway and program speak different versions: update the older of the two</source>
        <translation>Šliuzo ir programos versijos skiriasi: atnaujinkite senesniąją</translation>
    </message>
    <message>
        <source>The gateway is too old for this program: update the gateway</source>
        <translation>Šliuzas šiai programai per senas: atnaujinkite šliuzą</translation>
    </message>
    <message>
        <source>What comes from the gateway cannot be read: update the older of gateway and program</source>
        <translation>Nepavyksta perskaityti, ką siunčia šliuzas: atnaujinkite senesnįjį – šliuzą arba programą</translation>
    </message>
    <message>
        <source>The gateway sends more than any contact centre has</source>
        <translation>Šliuzas siunčia daugiau, nei gali turėti bet koks kontaktų centras</translation>
    </message>
    <message>
        <source>An error of this program&apos;s own broke the connection; it is in the log</source>
        <translation>Ryšį nutraukė šios programos klaida; ji įrašyta žurnale</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read: {reason}</source>
        <translation>Prieigos rakto failo {file} nepavyksta perskaityti: {reason}</translation>
    </message>
    <message>
        <source>The token file {file} is empty: write the gateway&apos;s token into it</source>
        <translation>Prieigos rakto failas {file} tuščias: įrašykite į jį šliuzo prieigos raktą</translation>
    </message>
    <message>
        <source>Others may read the tokens in {file}: run chmod 600 on it</source>
        <translation>Prieigos raktus faile {file} gali skaityti kiti: įvykdykite jam chmod 600</translation>
    </message>
    <message>
        <source>The tokens in {file} could not be read; the file is kept as {aside}. Sign in again</source>
        <translation>Prieigos raktų faile {file} perskaityti nepavyko; failas išsaugotas kaip {aside}. Prisijunkite iš naujo</translation>
    </message>
    <message>
        <source>{url} is no gateway address: write it like wss://gateway.example:8765</source>
        <translation>{url} – ne šliuzo adresas: rašykite jį taip: wss://gateway.example:8765</translation>
    </message>
    <message>
        <source>The gateway address for {host} must be without user name, query and fragment: the token is kept apart from it</source>
        <translation>{host} šliuzo adrese negali būti naudotojo vardo, užklausos ir fragmento: prieigos raktas laikomas atskirai</translation>
    </message>
    <message>
        <source>{host} is another machine and ws:// would send the token there unencrypted: use wss://{place}, and give the gateway a certificate</source>
        <translation>{host} – kitas kompiuteris, ir per ws:// prieigos raktas ten keliautų nešifruotas: naudokite wss://{place} ir įdiekite šliuze sertifikatą</translation>
    </message>
    <message>
        <source>{file} cannot be used as a file of certificate authorities: {reason}</source>
        <translation>{file} negalima naudoti kaip sertifikavimo įstaigų failo: {reason}</translation>
    </message>
    <message>
        <source>The PBX closed the connection; trying to connect again</source>
        <translation>PBX nutraukė ryšį; bandoma prisijungti iš naujo</translation>
    </message>
    <message>
        <source>The PBX does not let the gateway in; its log says why</source>
        <translation>PBX neįsileidžia šliuzo; kodėl, parašyta šliuzo žurnale</translation>
    </message>
    <message>
        <source>What answers in the PBX&apos;s place is no Asterisk manager</source>
        <translation>Tai, kas atsako PBX vietoje, nėra „Asterisk“ valdymo sąsaja (AMI)</translation>
    </message>
    <message>
        <source>The PBX did not do what the gateway asked of it; trying to connect again</source>
        <translation>PBX neįvykdė šliuzo prašymo; bandoma prisijungti iš naujo</translation>
    </message>
    <message>
        <source>There is no secure connection between gateway and PBX</source>
        <translation>Tarp šliuzo ir PBX nėra saugaus ryšio</translation>
    </message>
    <message>
        <source>The PBX takes no connections from the gateway</source>
        <translation>PBX nepriima šliuzo ryšio</translation>
    </message>
    <message>
        <source>The PBX does not answer the gateway</source>
        <translation>PBX šliuzui neatsako</translation>
    </message>
    <message>
        <source>The gateway does not reach the PBX</source>
        <translation>Šliuzas nepasiekia PBX</translation>
    </message>
    <message>
        <source>The PBX no longer answers; trying to connect again</source>
        <translation>PBX nebeatsako; bandoma prisijungti iš naujo</translation>
    </message>
    <message>
        <source>The PBX holds back events that the board needs; the gateway&apos;s log says which</source>
        <translation>PBX neperduoda skydeliui reikalingų įvykių; kurių, parašyta šliuzo žurnale</translation>
    </message>
    <message>
        <source>The PBX is slow: what is shown comes late</source>
        <translation>PBX lėta: rodoma vėluojant</translation>
    </message>
    <message>
        <source>An error of the gateway&apos;s own broke the connection to the PBX; it is in the gateway&apos;s log</source>
        <translation>Ryšį su PBX nutraukė šliuzo klaida; ji įrašyta šliuzo žurnale</translation>
    </message>
    <message>
        <source>Write another one as queue into tv.toml, or after --queue: there are {known}</source>
        <translation>Įrašykite kitą kaip queue į tv.toml arba po --queue: yra {known}</translation>
    </message>
    <message>
        <source>An error of this program&apos;s own keeps the newest figures from being shown; it is in the log</source>
        <translation>Dėl šios programos klaidos naujausi rodikliai nerodomi; klaida įrašyta žurnale</translation>
    </message>
    <message>
        <source>A web page came in place of {url} (HTTP {status}): a proxy or a filter of your network stands between. Ask your administrator to let the gateway through</source>
        <translation>Vietoj {url} atėjo tinklalapis (HTTP {status}): tarp jūsų ir šliuzo yra tarpinis serveris arba tinklo filtras. Paprašykite administratoriaus šliuzą praleisti</translation>
    </message>
    <message>
        <source>The certificate of {url} is of an authority that this computer does not know ({reason}). Name the gateway&apos;s by ca_file; if a proxy opens encrypted connections, exempt the gateway from that</source>
        <translation>{url} sertifikatą išdavė įstaiga, kurios šis kompiuteris nepažįsta ({reason}). Šliuzo įstaigą nurodykite per ca_file; jei šifruotą ryšį atveria tarpinis serveris, šliuzui padarykite išimtį</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be reached ({reason}): check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Tarpinis serveris {proxy} nepasiekiamas ({reason}): patikrinkite HTTPS_PROXY arba sistemos tarpinio serverio nuostatas</translation>
    </message>
    <message>
        <source>{url} does not answer through the proxy {proxy}: let it through, or name it in no_proxy</source>
        <translation>{url} neatsako per tarpinį serverį {proxy}: jį praleiskite arba įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a sign-in of its own: write it as http://name:password@proxy into HTTPS_PROXY, or name the gateway in no_proxy</source>
        <translation>Tarpinis serveris {proxy} reikalauja prisijungti: įrašykite HTTPS_PROXY kaip http://vardas:slaptažodis@serveris arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not let {url} through (HTTP {status}): ask your administrator to allow it, or name the gateway in no_proxy</source>
        <translation>Tarpinis serveris {proxy} nepraleidžia {url} (HTTP {status}): paprašykite administratoriaus leisti arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} broke off the connection to {url} ({reason}): ask your administrator to let WebSockets through, or name the gateway in no_proxy</source>
        <translation>Tarpinis serveris {proxy} nutraukė ryšį su {url} ({reason}): paprašykite administratoriaus praleisti „WebSocket“ arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>The proxy that is set cannot be used ({reason}): check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Nurodyto tarpinio serverio naudoti negalima ({reason}): patikrinkite HTTPS_PROXY arba sistemos tarpinio serverio nuostatas</translation>
    </message>
    <message>
        <source>{device} stands between and does not pass on what {url} says: ask your administrator to let WebSockets through, or name the gateway in no_proxy</source>
        <translation>{device} yra tarpe ir neperduoda to, ką sako {url}: paprašykite administratoriaus praleisti „WebSocket“ arba šliuzą įrašykite į no_proxy</translation>
    </message>
    <message>
        <source>{url} cannot be reached. This computer finds its proxy by the script {script}, which Wallboard does not run: set HTTPS_PROXY to the proxy</source>
        <translation>{url} nepasiekiamas. Tarpinį serverį šis kompiuteris randa pagal scenarijų {script}, kurio „Wallboard“ nevykdo: nurodykite tarpinį serverį per HTTPS_PROXY</translation>
    </message>
</context>
<context>
    <name>queues</name>
    <message>
        <source>Queues</source>
        <translation>Eilės</translation>
    </message>
    <message>
        <source>No queues yet: the gateway knows of none to show.</source>
        <translation>Eilių dar nėra: šliuzas nežino nė vienos, kurią rodyti.</translation>
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
        <source>Service level</source>
        <translation>Aptarn. lygis</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Laukia</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Ilgiausiai</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Prarasta</translation>
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
        <source>Click to order the queues by this; the third click orders them by trouble again.</source>
        <translation>Spustelėkite, kad eilės būtų rikiuojamos pagal tai; trečias spustelėjimas vėl rikiuoja pagal bėdas.</translation>
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
        <source>Limit the board to {queue}</source>
        <translation>Rodyti tik eilę {queue}</translation>
    </message>
    <message>
        <source>Show all queues</source>
        <translation>Rodyti visas eiles</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Rikiavimas</translation>
    </message>
    <message>
        <source>By trouble, the worst first</source>
        <translation>Pagal bėdas, blogiausios pirmos</translation>
    </message>
    <message>
        <source>Nobody is logged in</source>
        <translation>Niekas neprisijungęs</translation>
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
        <source>you may watch here, not move or monitor calls</source>
        <translation>čia galite stebėti, bet ne perkelti skambučių ar jų klausytis</translation>
    </message>
    <message>
        <source>the gateway did not understand the request</source>
        <translation>šliuzas nesuprato prašymo</translation>
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
        <source>the call has moved on</source>
        <translation>skambutis jau kitur</translation>
    </message>
    <message>
        <source>the caller is out of the queue just now</source>
        <translation>skambinantysis šiuo metu ne eilėje</translation>
    </message>
    <message>
        <source>the call is being moved already</source>
        <translation>skambutis jau perkeliamas</translation>
    </message>
    <message>
        <source>the PBX has no such queue</source>
        <translation>PBX tokios eilės neturi</translation>
    </message>
    <message>
        <source>the caller waits in {who} already</source>
        <translation>skambutis jau laukia eilėje {who}</translation>
    </message>
    <message>
        <source>the PBX has no such agent</source>
        <translation>PBX tokio operatoriaus neturi</translation>
    </message>
    <message>
        <source>{who} has this call already</source>
        <translation>{who} jau turi šį skambutį</translation>
    </message>
    <message>
        <source>{who} is logged out</source>
        <translation>{who} neprisijungė</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is off the network</source>
        <translation>{who}: telefonas nepasiekiamas</translation>
    </message>
    <message>
        <source>{who} is paused</source>
        <translation>{who} dabar pauzėje</translation>
    </message>
    <message>
        <source>{who} is on do not disturb</source>
        <translation>{who} įjungė „Netrukdyti“</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is ringing already</source>
        <translation>{who}: telefonas jau skamba</translation>
    </message>
    <message>
        <source>{who} is in a call</source>
        <translation>{who} kalba telefonu</translation>
    </message>
    <message>
        <source>{who} is not in a queue&apos;s call</source>
        <translation>{who} neaptarnauja eilės skambučio</translation>
    </message>
    <message>
        <source>your own extension is not set or cannot be dialled</source>
        <translation>jūsų vidinis numeris nenustatytas arba juo nepavyksta paskambinti</translation>
    </message>
    <message>
        <source>the gateway does not know this phone as yours; gateway.toml needs, for you</source>
        <translation>šliuzas nežino, kad šis telefonas jūsų; jūsų įraše faile gateway.toml reikia</translation>
    </message>
    <message>
        <source>your own phone was not answered</source>
        <translation>jūsų telefonu neatsiliepta</translation>
    </message>
    <message>
        <source>you are in a call already: stop that first</source>
        <translation>jūs jau esate pokalbyje: pirmiau jį palikite</translation>
    </message>
    <message>
        <source>you are not in this call any more</source>
        <translation>jūsų šiame pokalbyje nebėra</translation>
    </message>
    <message>
        <source>you are doing that already</source>
        <translation>jūs tai jau darote</translation>
    </message>
    <message>
        <source>only the supervisor who began this can change or end it</source>
        <translation>tai keisti ar baigti gali tik tas, kas pradėjo</translation>
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
        <source>the same request was made before</source>
        <translation>toks pat prašymas jau pateiktas</translation>
    </message>
    <message>
        <source>too many requests at once: wait a moment</source>
        <translation>per daug prašymų iš karto: palaukite</translation>
    </message>
    <message>
        <source>you have reached the limit of commands within 24 hours</source>
        <translation>pasiekėte komandų per 24 valandas ribą</translation>
    </message>
    <message>
        <source>the request reached the gateway too late</source>
        <translation>prašymas šliuzą pasiekė per vėlai</translation>
    </message>
    <message>
        <source>the gateway cannot record it now: tell your administrator</source>
        <translation>šliuzas dabar negali to užregistruoti: praneškite administratoriui</translation>
    </message>
    <message>
        <source>You hear {who}&apos;s call; nobody hears you.</source>
        <translation>Girdite pokalbį ({who}); jūsų niekas negirdi.</translation>
    </message>
    <message>
        <source>You whisper: {who} alone hears you.</source>
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
        <source>the PBX&apos;s extensions-wallboard.conf is not this version&apos;s, tell your administrator</source>
        <translation>PBX faile extensions-wallboard.conf – ne šios versijos nustatymai, praneškite administratoriui</translation>
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
        <source>there was no live connection to the PBX</source>
        <translation>nebuvo ryšio su PBX</translation>
    </message>
    <message>
        <source>the call had ended</source>
        <translation>skambutis jau buvo pasibaigęs</translation>
    </message>
    <message>
        <source>the call had moved on</source>
        <translation>skambutis jau buvo kitur</translation>
    </message>
    <message>
        <source>the caller was out of the queue just then</source>
        <translation>skambinantysis tuo metu buvo ne eilėje</translation>
    </message>
    <message>
        <source>the call was being moved already</source>
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
        <source>the caller waited in {who} already</source>
        <translation>skambutis jau laukė eilėje {who}</translation>
    </message>
    <message>
        <source>the PBX had no such agent</source>
        <translation>PBX tokio operatoriaus neturėjo</translation>
    </message>
    <message>
        <source>{who} had this call already</source>
        <translation>{who} jau turėjo šį skambutį</translation>
    </message>
    <message>
        <source>{who} was logged out</source>
        <translation>{who} buvo neprisijungęs</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was off the network</source>
        <translation>{who}: telefonas buvo nepasiekiamas</translation>
    </message>
    <message>
        <source>{who} was paused</source>
        <translation>{who} buvo pauzėje</translation>
    </message>
    <message>
        <source>{who} was on do not disturb</source>
        <translation>{who} buvo įjungęs „Netrukdyti“</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was ringing already</source>
        <translation>{who}: telefonas jau skambėjo</translation>
    </message>
    <message>
        <source>{who} was in a call</source>
        <translation>{who} kalbėjo telefonu</translation>
    </message>
    <message>
        <source>{who} was not in a queue&apos;s call</source>
        <translation>{who} neaptarnavo eilės skambučio</translation>
    </message>
    <message>
        <source>you were in a call already: stop that first</source>
        <translation>jūs jau dalyvavote pokalbyje: pirmiau jį palikite</translation>
    </message>
    <message>
        <source>you were not in this call any more</source>
        <translation>jūsų šiame pokalbyje jau nebuvo</translation>
    </message>
    <message>
        <source>you were doing that already</source>
        <translation>jūs tai jau darėte</translation>
    </message>
    <message>
        <source>there were too many requests at once</source>
        <translation>vienu metu buvo per daug prašymų</translation>
    </message>
    <message>
        <source>the agent</source>
        <translation>operatorius</translation>
    </message>
    <message>
        <source>{caller} goes to {queue} and waits there.</source>
        <translation>{caller} pereis į eilę {queue} ir lauks ten.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring at once.</source>
        <translation>{agent}: telefonas suskambės iškart.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring at once and cut the wrap-up short.</source>
        <translation>{agent}: telefonas suskambės iškart ir nutrauks poskambutinį darbą.</translation>
    </message>
    <message>
        <source>If nobody answers, {caller} is back in {queue}, first in line.</source>
        <translation>Jei niekas neatsilieps, {caller} vėl bus eilės pradžioje ({queue}).</translation>
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
        <translation>Atsisakyta: {why}.</translation>
    </message>
    <message>
        <source>Not done: {why}.</source>
        <translation>Nepadaryta: {why}.</translation>
    </message>
    <message>
        <source>{subject}: no word from the PBX whether it was done. Look before you try again.</source>
        <translation>{subject}: PBX nepranešė, ar tai padaryta. Prieš bandydami vėl, pažiūrėkite.</translation>
    </message>
    <message>
        <source>{target} took no callers: {subject} went back into the queue, first in line.</source>
        <translation>{target} skambučių nepriėmė: {subject} grąžinta į eilės pradžią.</translation>
    </message>
    <message>
        <source>Nobody answered at {target}&apos;s: {subject} went back into the queue, first in line.</source>
        <translation>{target} neatsiliepė: {subject} grąžinta į eilės pradžią.</translation>
    </message>
    <message>
        <source>{target} answered {subject} after {seconds} s.</source>
        <translation>{target} po {seconds} s atsiliepė: {subject}.</translation>
    </message>
    <message>
        <source>You ended the listening of {target} to {who}&apos;s call.</source>
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
        <translation>Tiesiogiai</translation>
    </message>
    <message>
        <source>Late since {time}</source>
        <translation>Vėluoja nuo {time}</translation>
    </message>
    <message>
        <source>PBX lost since {time}</source>
        <translation>Nėra PBX nuo {time}</translation>
    </message>
    <message>
        <source>PBX not reached</source>
        <translation>PBX nepasiekiama</translation>
    </message>
    <message>
        <source>Reading the PBX…</source>
        <translation>Skaitoma PBX…</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Neprisijungta</translation>
    </message>
    <message>
        <source>No such queue</source>
        <translation>Tokios eilės nėra</translation>
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
        <source>These figures are from {time}</source>
        <translation>Šie skaičiai – {time}</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Skaičių dar nėra</translation>
    </message>
    <message>
        <source>The gateway is not reached</source>
        <translation>Šliuzas nepasiekiamas</translation>
    </message>
    <message>
        <source>Connecting to the gateway</source>
        <translation>Jungiamasi prie šliuzo</translation>
    </message>
    <message>
        <source>The gateway is silent. Waiting for its next word.</source>
        <translation>Šliuzas tyli. Laukiama, kol atsilieps.</translation>
    </message>
    <message>
        <source>The gateway is not reached. Trying again by itself.</source>
        <translation>Šliuzas nepasiekiamas. Bus bandoma savaime.</translation>
    </message>
    <message>
        <source>The gateway has lost the PBX. Trying again by itself.</source>
        <translation>Šliuzas neteko PBX. Bus bandoma savaime.</translation>
    </message>
    <message>
        <source>The gateway is reading the state of the PBX.</source>
        <translation>Šliuzas skaito PBX būseną.</translation>
    </message>
    <message>
        <source>Sign in to see your contact centre</source>
        <translation>Prisijunkite, kad matytumėte savo kontaktų centrą</translation>
    </message>
    <message>
        <source>There is no queue {queue}</source>
        <translation>Eilės {queue} nėra</translation>
    </message>
    <message>
        <source>Not connected to a gateway</source>
        <translation>Nėra ryšio su šliuzu</translation>
    </message>
    <message>
        <source>Who came and went before, or while the PBX could not be heard, is in none of these figures.</source>
        <translation>Kas atėjo ir išėjo anksčiau arba kol PBX nebuvo girdėti, į šiuos skaičius neįtraukti.</translation>
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
    <message>
        <source>Longest wait</source>
        <translation>Ilgiausiai laukia</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Prarasti</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Atsiliepta</translation>
    </message>
    <message>
        <source>Speed of answer</source>
        <translation>Atsiliepimas</translation>
    </message>
    <message>
        <source>Handle time</source>
        <translation>Aptarnavimas</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Užimtumas</translation>
    </message>
    <message>
        <source>Agents ready</source>
        <translation>Laisvi</translation>
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
        <source>soon late</source>
        <translation>tuoj vėluos</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gerai</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>daugoka</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>per daug</translation>
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
    <message>
        <source>abandoned ÷ all that left</source>
        <translation>prarasti ÷ išėję iš eilės</translation>
    </message>
    <message numerus="yes">
        <source>%Ln flowed out</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln išėjo kitaip</numerusform>
            <numerusform>%Ln išėjo kitaip</numerusform>
            <numerusform>%Ln išėjo kitaip</numerusform>
        </translation>
    </message>
    <message>
        <source>Callers answered in time. Who waits past the limit is a miss at once and for good, however the call ends: “late” are those who still wait then or flowed out after it.</source>
        <translation>Laiku atsiliepti skambučiai. Laukiantis ilgiau už ribą iškart ir visam laikui laikomas neaptarnautu laiku, kad ir kaip skambutis baigtųsi: „pavėlavę“ – dar laukiantys arba po ribos kitaip išėję iš eilės.</translation>
    </message>
    <message>
        <source>Callers who wait in the queues now, and how many of them are past the limit.</source>
        <translation>Skambučiai, dabar laukiantys eilėse, ir kiek jų laukia ilgiau už ribą.</translation>
    </message>
    <message>
        <source>Callers who hung up while they waited, of all that left: answered, abandoned or sent elsewhere.</source>
        <translation>Skambučiai, nutraukti belaukiant, iš visų išėjusių iš eilės: atsilieptų, prarastų ar nukreiptų kitur.</translation>
    </message>
    <message>
        <source>Callers an agent has answered in this time, and how many came in it.</source>
        <translation>Skambučiai, į kuriuos per šį laiką atsiliepė operatorius, ir kiek jų per jį gauta.</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln logged in</source>
        <translation>
            <numerusform>iš %Ln aktyvaus</numerusform>
            <numerusform>iš %Ln aktyvių</numerusform>
            <numerusform>iš %Ln aktyvių</numerusform>
        </translation>
    </message>
    <message>
        <source>of the answered only: answered in {threshold} s ÷ answered</source>
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
        <translation>dauguma išėjo kitaip</translation>
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
        <source>%Ln min unseen</source>
        <translation>
            <numerusform>%Ln min. nematyta</numerusform>
            <numerusform>%Ln min. nematyta</numerusform>
            <numerusform>%Ln min. nematyta</numerusform>
        </translation>
    </message>
    <message>
        <source>mean wait of the answered</source>
        <translation>vidutinis laukimas</translation>
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
        <source>How long the caller at the head has waited until now.</source>
        <translation>Kiek jau laukia pirmas eilėje skambutis.</translation>
    </message>
    <message>
        <source>Average speed of answer: the mean wait of the callers who were answered.</source>
        <translation>Vidutinis atsiliepimo laikas (VAL): kiek vidutiniškai laukė atsiliepti skambučiai.</translation>
    </message>
    <message>
        <source>Average handle time: talk, hold and wrap-up, counted when the wrap-up ends.</source>
        <translation>Vidutinis aptarnavimo laikas: pokalbis, užlaikymas ir poskambutinis darbas; skaičiuojama šiam pasibaigus.</translation>
    </message>
    <message>
        <source>Time in calls and wrap-up, of the time in calls, wrap-up and ready.</source>
        <translation>Pokalbių ir poskambutinio darbo laikas, palyginti su tuo pačiu laiku ir laisvu kartu.</translation>
    </message>
    <message>
        <source>Agents who could take a call this moment, of those logged in.</source>
        <translation>Operatoriai, galintys atsiliepti šiuo metu, iš visų prisijungusių.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Laisvas</translation>
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
        <translation>Užimta</translation>
    </message>
    <message>
        <source>Busy (unknown)</source>
        <translation>Užimta (nežinoma)</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Po pokalbio</translation>
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
        <translation>Neprieinama</translation>
    </message>
    <message>
        <source>Logged out</source>
        <translation>Atsijungęs</translation>
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
        <source>No data</source>
        <translation>Nėra duomenų</translation>
    </message>
    <message>
        <source>On target</source>
        <translation>Tikslas pasiektas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Padaryta</translation>
    </message>
    <message>
        <source>Back in the queue</source>
        <translation>Vėl eilėje</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Atsisakyta</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nepavyko</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nežinoma</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>paprašyta</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>pakeliui</translation>
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
        <translation>su ankst.</translation>
    </message>
    <message>
        <source>excl. early</source>
        <translation>be ankst.</translation>
    </message>
    <message>
        <source>excl. short</source>
        <translation>be trumpų</translation>
    </message>
    <message>
        <source>Below target</source>
        <translation>Tikslas nepasiektas</translation>
    </message>
    <message>
        <source>Below target and falling</source>
        <translation>Tikslas nepasiektas ir lygis krinta</translation>
    </message>
    <message>
        <source>Answered in time, of the answered only</source>
        <translation>Atsiliepta laiku, tik iš atsilieptų</translation>
    </message>
    <message>
        <source>Answered in time, of all answered, abandoned or late</source>
        <translation>Atsiliepta laiku, iš visų atsilieptų, prarastų ar pavėluotų</translation>
    </message>
    <message>
        <source>As before, abandons within the threshold count as met</source>
        <translation>Taip pat, bet prarasti iki ribos laikomi aptarnautais laiku</translation>
    </message>
    <message>
        <source>As before, abandons within the threshold do not count</source>
        <translation>Taip pat, bet prarasti iki ribos neskaičiuojami</translation>
    </message>
    <message>
        <source>As before, only short abandons do not count</source>
        <translation>Taip pat, bet neskaičiuojami tik trumpi prarasti</translation>
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
        <source>Listened to</source>
        <translation>Klausomasi</translation>
    </message>
    <message>
        <source>Whispered to</source>
        <translation>Šnabždama</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Įsiterpta</translation>
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
        <source>Actions are refused</source>
        <translation>Veiksmai atmetami</translation>
    </message>
    <message>
        <source>The gateway cannot record actions now and carries out none. Its log says why.</source>
        <translation>Šliuzas dabar negali registruoti veiksmų ir jokių nevykdo. Priežastis – jo žurnale.</translation>
    </message>
    <message>
        <source>Actions are not recorded</source>
        <translation>Veiksmai neregistruojami</translation>
    </message>
    <message>
        <source>The gateway cannot write down who does what. Its log says why.</source>
        <translation>Šliuzas negali užregistruoti, kas ką daro. Priežastis – jo žurnale.</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>baigėsi laukimo laikas</translation>
    </message>
    <message>
        <source>by key</source>
        <translation>klavišu</translation>
    </message>
    <message>
        <source>no agents in the queue</source>
        <translation>eilėje nėra agentų</translation>
    </message>
    <message>
        <source>on in the dialplan</source>
        <translation>toliau pagal numerių planą</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>pašalinti</translation>
    </message>
    <message>
        <source>to another queue</source>
        <translation>į kitą eilę</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>nematyta</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} gauta</translation>
    </message>
    <message>
        <source>{n} from before</source>
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
        <translation>{n} išėjo kitaip</translation>
    </message>
    <message>
        <source>{n} not seen to the end</source>
        <translation>{n} nežinoma baigtis</translation>
    </message>
    <message>
        <source>{n} still here</source>
        <translation>{n} dar čia</translation>
    </message>
    <message>
        <source>Flowed out: {exits}</source>
        <translation>Išėjo kitaip: {exits}</translation>
    </message>
    <message>
        <source>Live again</source>
        <translation>Vėl tiesiogiai</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in wrap-up</source>
        <translation>
            <numerusform>%Ln tvarko po pokalbio</numerusform>
            <numerusform>%Ln tvarko po pokalbio</numerusform>
            <numerusform>%Ln tvarko po pokalbio</numerusform>
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
        <source>%Ln not reachable</source>
        <translation>
            <numerusform>%Ln nepasiekiamas</numerusform>
            <numerusform>%Ln nepasiekiami</numerusform>
            <numerusform>%Ln nepasiekiamų</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused</source>
        <translation>
            <numerusform>%Ln – pauzė</numerusform>
            <numerusform>%Ln – pauzė</numerusform>
            <numerusform>%Ln – pauzė</numerusform>
        </translation>
    </message>
</context>
</TS>
