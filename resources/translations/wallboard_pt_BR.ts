<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en">
<context>
    <name>DeskWindow</name>
    <message>
        <source>Find a queue, an agent or a caller…</source>
        <translation>Localizar uma fila, um agente ou um cliente…</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Todas as filas</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Claro ou escuro</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Ampliar</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Reduzir</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>Tamanho original</translation>
    </message>
    <message>
        <source>Fullscreen</source>
        <translation>Tela cheia</translation>
    </message>
    <message>
        <source>My extension…</source>
        <translation>Meu ramal…</translation>
    </message>
    <message>
        <source>Sign in to a gateway…</source>
        <translation>Entrar em um gateway…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas de atalho</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>O administrador definiu isso para este computador: continua como está.</translation>
    </message>
    <message>
        <source>Wallboard speaks the language that you chose when it starts next.</source>
        <translation>O Wallboard usará o idioma escolhido na próxima vez que for aberto.</translation>
    </message>
</context>
<context>
    <name>ExtensionDialog</name>
    <message>
        <source>My extension</source>
        <translation>Meu ramal</translation>
    </message>
    <message>
        <source>Listening in rings your own phone first. Which extension is it?</source>
        <translation>Para escutar, primeiro toca o seu próprio telefone. Qual é o ramal?</translation>
    </message>
</context>
<context>
    <name>FarTile</name>
    <message>
        <source>of {count}</source>
        <translation>de {count}</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Find a queue, an agent or a caller</source>
        <translation>Localizar uma fila, um agente ou um cliente</translation>
    </message>
    <message>
        <source>Part of a name or a number</source>
        <translation>Parte de um nome ou de um número</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrados</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Todas as filas</translation>
    </message>
    <message>
        <source>No queue, no agent and no caller is called “{words}” or has this number.</source>
        <translation>Nenhuma fila, nenhum agente e nenhum cliente se chama “{words}” ou tem esse número.</translation>
    </message>
    <message>
        <source>Type a part of a name, or of a queue&apos;s, an agent&apos;s or a caller&apos;s number.</source>
        <translation>Digite parte de um nome ou do número de uma fila, de um agente ou de um cliente.</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Tópicos</translation>
    </message>
</context>
<context>
    <name>KeepInFile</name>
    <message>
        <source>Where to keep the token</source>
        <translation>Onde guardar o token</translation>
    </message>
    <message>
        <source>This computer&apos;s keyring cannot keep the token.</source>
        <translation>O chaveiro deste computador não consegue guardar o token.</translation>
    </message>
    <message>
        <source>It can be kept in {file} instead: a file that only your account can read, but that is not encrypted. Otherwise you will be asked again at the next start.</source>
        <translation>Ele pode ficar em {file}: um arquivo que só a sua conta pode ler, mas que não é criptografado. Caso contrário, ele será pedido de novo na próxima vez.</translation>
    </message>
    <message>
        <source>Keep in the file</source>
        <translation>Guardar no arquivo</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>Perguntar sempre</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>O do sistema</translation>
    </message>
</context>
<context>
    <name>NewerVersions</name>
    <message>
        <source>The gateway is newer than this Wallboard and may tell more than is shown here: update it.</source>
        <translation>O gateway é mais novo que este Wallboard e pode informar mais do que é mostrado aqui: atualize o Wallboard.</translation>
    </message>
    <message>
        <source>Wallboard {version} is available</source>
        <translation>O Wallboard {version} está disponível</translation>
    </message>
    <message>
        <source>Ask your administrator for it.</source>
        <translation>Peça-a ao seu administrador.</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>O administrador definiu isso para este computador: continua como está.</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Desfazer</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Refazer</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Recor&amp;tar</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Co&amp;lar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Selecionar tudo</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
</context>
<context>
    <name>ServiceLevelChart</name>
    <message>
        <source>Service level</source>
        <translation>Nível de serviço</translation>
    </message>
    <message>
        <source>{interval}: {value} (of {count})</source>
        <translation>{interval}: {value} (de {count})</translation>
    </message>
    <message>
        <source>target {target}</source>
        <translation>meta {target}</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Keys</source>
        <translation>Teclas de atalho</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign in to a gateway</source>
        <translation>Entrar em um gateway</translation>
    </message>
    <message>
        <source>Remember me on this computer</source>
        <translation>Lembrar de mim neste computador</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Whoever runs the gateway makes a token for you by &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</source>
        <translation>Quem administra o gateway cria um token para você com &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</translation>
    </message>
    <message>
        <source>The token is missing: the gateway cannot know you without it.</source>
        <translation>Falta o token: sem ele, o gateway não reconhece você.</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>Your administrator has set this for this computer: it stays as it is.</source>
        <translation>O administrador definiu isso para este computador: continua como está.</translation>
    </message>
    <message>
        <source>Sign in to a gateway: it is in the menu.</source>
        <translation>Entre em um gateway: está no menu.</translation>
    </message>
    <message>
        <source>{why}. It is tried again every half minute.</source>
        <translation>{why}. Uma nova tentativa é feita a cada meio minuto.</translation>
    </message>
</context>
<context>
    <name>StillInCall</name>
    <message>
        <source>Quit Wallboard</source>
        <translation>Sair do Wallboard</translation>
    </message>
    <message>
        <source>You are still in {agent}&apos;s call.</source>
        <translation>Você ainda está na chamada de {agent}.</translation>
    </message>
    <message>
        <source>The call goes on without you when you leave it.</source>
        <translation>Se você sair, a chamada continua sem você.</translation>
    </message>
    <message>
        <source>You may still be in {agent}&apos;s call.</source>
        <translation>Você talvez ainda esteja na chamada de {agent}.</translation>
    </message>
    <message>
        <source>It cannot be left from here now: hang up your phone.</source>
        <translation>No momento não é possível sair dela por aqui: desligue o seu telefone.</translation>
    </message>
    <message>
        <source>Leave it and quit</source>
        <translation>Sair da chamada e fechar</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Ficar</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>The queue that the board is limited to</source>
        <translation>A fila que o painel mostra</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>supervisor</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>administrador</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>visualizador</translation>
    </message>
    <message>
        <source>Time at the contact centre: {zone}</source>
        <translation>Horário da central de atendimento: {zone}</translation>
    </message>
</context>
<context>
    <name>TvAgents</name>
    <message>
        <source>Agents</source>
        <translation>Agentes</translation>
    </message>
</context>
<context>
    <name>TvQueues</name>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Queue · page {page} of {pages}</source>
        <translation>Fila · página {page} de {pages}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Na fila</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Maior espera</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>Nível de serviço</translation>
    </message>
</context>
<context>
    <name>TvWindow</name>
    <message>
        <source>All queues</source>
        <translation>Todas as filas</translation>
    </message>
</context>
<context>
    <name>VolumeChart</name>
    <message>
        <source>answered</source>
        <translation>atendidas</translation>
    </message>
    <message>
        <source>abandoned</source>
        <translation>abandonadas</translation>
    </message>
    <message>
        <source>flowed out</source>
        <translation>saíram</translation>
    </message>
    <message>
        <source>Calls per {minutes} min</source>
        <translation>Chamadas / {minutes} min</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} oferecidas</translation>
    </message>
    <message>
        <source>{n} answered</source>
        <translation>{n} atendidas</translation>
    </message>
    <message>
        <source>{n} abandoned ({rate})</source>
        <translation>{n} abandonadas ({rate})</translation>
    </message>
    <message>
        <source>{n} flowed out</source>
        <translation>{n} saíram da fila</translation>
    </message>
</context>
<context>
    <name>WaitingChart</name>
    <message>
        <source>Waiting</source>
        <translation>Na fila</translation>
    </message>
    <message>
        <source>callers</source>
        <translation>chamadas</translation>
    </message>
    <message>
        <source>longest wait</source>
        <translation>maior espera</translation>
    </message>
    <message>
        <source>{count} waiting · longest wait {wait}</source>
        <translation>{count} aguardando · maior espera {wait}</translation>
    </message>
</context>
<context>
    <name>agents</name>
    <message>
        <source>Agents</source>
        <translation>Agentes</translation>
    </message>
    <message>
        <source>No agents here</source>
        <translation>Nenhum agente aqui</translation>
    </message>
    <message>
        <source>Everybody is logged out</source>
        <translation>Ninguém está logado</translation>
    </message>
    <message>
        <source>Nobody now: {states}</source>
        <translation>Ninguém agora: {states}</translation>
    </message>
    <message>
        <source>Show only the agents of one chip, or no longer</source>
        <translation>Mostrar só os agentes de um estado, ou parar de filtrar</translation>
    </message>
    <message>
        <source>Show all agents again</source>
        <translation>Mostrar todos os agentes de novo</translation>
    </message>
    <message>
        <source>Sort by name, by time in state, by state</source>
        <translation>Ordenar por nome, por tempo no estado, por estado</translation>
    </message>
    <message>
        <source>with {caller}</source>
        <translation>com {caller}</translation>
    </message>
    <message>
        <source>pauses after this call</source>
        <translation>entra em pausa após esta chamada</translation>
    </message>
    <message>
        <source>Pauses after this call</source>
        <translation>Entra em pausa após esta chamada</translation>
    </message>
    <message>
        <source>Inbound call</source>
        <translation>Chamada de entrada</translation>
    </message>
    <message>
        <source>Outbound call</source>
        <translation>Chamada de saída</translation>
    </message>
    <message>
        <source>Internal call</source>
        <translation>Chamada interna</translation>
    </message>
    <message>
        <source>On hold · own call</source>
        <translation>Em espera · chamada própria</translation>
    </message>
    <message>
        <source>in wrap-up</source>
        <translation>no pós-atendimento</translation>
    </message>
    <message>
        <source>Paused in {part} of {all} queues: {queues}</source>
        <translation>Em pausa em {part} de {all} filas: {queues}</translation>
    </message>
    <message>
        <source>In no queue</source>
        <translation>Em nenhuma fila</translation>
    </message>
    <message>
        <source>Filter of the agents</source>
        <translation>Filtro dos agentes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Show all agents again (Alt+0)</source>
        <translation>Mostrar todos os agentes de novo (Alt+0)</translation>
    </message>
    <message>
        <source>Order of the agents</source>
        <translation>Ordem dos agentes</translation>
    </message>
    <message>
        <source>{state}: show only these, or no longer (Alt+{key})</source>
        <translation>{state}: mostrar só estes, ou parar de filtrar (Alt+{key})</translation>
    </message>
    <message>
        <source>Order of the agents: {order} (Alt+S)</source>
        <translation>Ordem dos agentes: {order} (Alt+S)</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>as short as can be</comment>
        <translation>Livre</translation>
    </message>
    <message>
        <source>Ring</source>
        <comment>as short as can be</comment>
        <translation>Toca</translation>
    </message>
    <message>
        <source>Talk</source>
        <comment>as short as can be</comment>
        <translation>Fala</translation>
    </message>
    <message>
        <source>Wrap</source>
        <comment>as short as can be: wrap-up</comment>
        <translation>Pós</translation>
    </message>
    <message>
        <source>Pause</source>
        <comment>as short as can be</comment>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Out</source>
        <comment>as short as can be: logged out</comment>
        <translation>Fora</translation>
    </message>
    <message>
        <source>Busy</source>
        <comment>as short as can be</comment>
        <translation>Ocup.</translation>
    </message>
    <message>
        <source>Off net</source>
        <comment>as short as can be: phone not reachable</comment>
        <translation>Sem rede</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Por nome</translation>
    </message>
    <message>
        <source>By time in state</source>
        <translation>Por tempo no estado</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Por estado</translation>
    </message>
</context>
<context>
    <name>callers</name>
    <message>
        <source>Callers</source>
        <translation>Chamadas na fila</translation>
    </message>
    <message>
        <source>Callers, the longest wait first</source>
        <translation>Chamadas na fila, a maior espera primeiro</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>Ninguém na fila</translation>
    </message>
    <message>
        <source>On the way to {target}</source>
        <translation>A caminho de {target}</translation>
    </message>
    <message>
        <source>{queue} · again</source>
        <translation>{queue} · de novo</translation>
    </message>
    <message>
        <source>Number {n} in {queue}</source>
        <translation>Nº {n} em {queue}</translation>
    </message>
    <message>
        <source>Was answered before and waits again</source>
        <translation>Já foi atendida e está de novo na fila</translation>
    </message>
</context>
<context>
    <name>chooser</name>
    <message>
        <source>Move {caller} to…</source>
        <translation>Transferir {caller} para…</translation>
    </message>
    <message>
        <source>Type a part of an agent&apos;s or a queue&apos;s name</source>
        <translation>Digite parte do nome de um agente ou de uma fila</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Para onde</translation>
    </message>
    <message>
        <source>Nobody and no queue has a name like this.</source>
        <translation>Nenhum agente e nenhuma fila tem um nome assim.</translation>
    </message>
</context>
<context>
    <name>found</name>
    <message>
        <source>nobody waits</source>
        <translation>ninguém na fila</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Listen to the chosen agent&apos;s call, or only listen from now on</source>
        <translation>Escutar a chamada do agente escolhido, ou passar a só escutar</translation>
    </message>
    <message>
        <source>Whisper to the agent</source>
        <translation>Sussurrar para o agente</translation>
    </message>
    <message>
        <source>Barge in: the customer hears you too</source>
        <translation>Intervir: o cliente também ouve você</translation>
    </message>
    <message>
        <source>Leave the agent&apos;s call</source>
        <translation>Sair da chamada do agente</translation>
    </message>
    <message>
        <source>Choose an agent who talks first: click the tile.</source>
        <translation>Escolha primeiro um agente em chamada: clique no cartão dele.</translation>
    </message>
    <message>
        <source>Move the chosen caller, or the chosen agent&apos;s call</source>
        <translation>Mover quem está selecionado na fila ou a ligação do agente selecionado</translation>
    </message>
    <message>
        <source>Menu of the chosen caller or agent</source>
        <translation>Menu de quem está selecionado</translation>
    </message>
    <message>
        <source>To the next part of the board, or back</source>
        <translation>Para a próxima parte do painel, ou voltar</translation>
    </message>
    <message>
        <source>To the next row or agent</source>
        <translation>Para a próxima linha ou o próximo agente</translation>
    </message>
    <message>
        <source>One page up or down</source>
        <translation>Uma página para cima ou para baixo</translation>
    </message>
    <message>
        <source>To the first or the last one</source>
        <translation>Para o primeiro ou o último</translation>
    </message>
    <message>
        <source>Limit the board to the chosen queue</source>
        <translation>Limitar o painel à fila selecionada</translation>
    </message>
    <message>
        <source>Put a carried caller back; close a window or menu</source>
        <translation>Soltar quem está sendo arrastado; fechar uma janela ou um menu</translation>
    </message>
    <message>
        <source>How the chosen figure is made</source>
        <translation>Como se calcula o valor escolhido</translation>
    </message>
    <message>
        <source>Values before and after in the chosen chart</source>
        <translation>Valores anteriores e seguintes no gráfico escolhido</translation>
    </message>
    <message>
        <source>Leave the TV: press it twice</source>
        <translation>Sair da TV: pressionar duas vezes</translation>
    </message>
    <message>
        <source>Leave the TV at once</source>
        <translation>Sair da TV na hora</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Em qualquer lugar</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agentes</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Ligações</translation>
    </message>
    <message>
        <source>In a list</source>
        <translation>Em uma lista</translation>
    </message>
    <message>
        <source>Figures and charts</source>
        <translation>Indicadores e gráficos</translation>
    </message>
    <message>
        <source>On a TV</source>
        <translation>Em uma TV</translation>
    </message>
</context>
<context>
    <name>menu</name>
    <message>
        <source>Move to…</source>
        <translation>Transferir para…</translation>
    </message>
    <message>
        <source>Leave the call</source>
        <translation>Sair da chamada</translation>
    </message>
    <message>
        <source>End {who}&apos;s listening</source>
        <translation>Encerrar o monitoramento de {who}</translation>
    </message>
</context>
<context>
    <name>monitoring</name>
    <message>
        <source>Leave</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Not known whether you are still in the call</source>
        <translation>Não se sabe se você ainda está na chamada</translation>
    </message>
    <message>
        <source>Nobody hears you</source>
        <translation>Ninguém ouve você</translation>
    </message>
    <message>
        <source>Only the agent hears you</source>
        <translation>Só o agente ouve você</translation>
    </message>
    <message>
        <source>The customer hears you</source>
        <translation>O cliente ouve você</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>What was done</source>
        <translation>O que foi feito</translation>
    </message>
    <message>
        <source>Drag a caller to an agent or a queue, or press Enter on one. Right-click an agent to listen.</source>
        <translation>Arraste uma chamada para um agente ou uma fila, ou tecle Enter sobre ela. Clique com o botão direito em um agente para escutar.</translation>
    </message>
    <message>
        <source>You watch here: moving and listening to calls is for supervisors.</source>
        <translation>Aqui você acompanha: transferir e escutar chamadas é para supervisores.</translation>
    </message>
    <message>
        <source>Callers can be moved and calls listened to once the figures are live again.</source>
        <translation>Você poderá transferir e escutar chamadas quando os números voltarem a ser ao vivo.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>{url} cannot be reached ({reason}): check the network and the gateway</source>
        <translation>Não foi possível acessar {url} ({reason}): verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>{url} does not answer: check the network and the gateway</source>
        <translation>{url} não responde: verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>{url} fell silent: check the network and the gateway</source>
        <translation>{url} parou de responder: verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>The connection was closed (code {code})</source>
        <translation>A conexão foi encerrada (código {code})</translation>
    </message>
    <message>
        <source>The gateway closed the session: {reason}</source>
        <translation>O gateway encerrou a sessão: {reason}</translation>
    </message>
    <message>
        <source>{url} answers, but is no Wallboard gateway: check the address</source>
        <translation>{url} responde, mas não é um gateway do Wallboard: verifique o endereço</translation>
    </message>
    <message>
        <source>{url} answered with HTTP {status}: check the address, or try later</source>
        <translation>{url} respondeu com HTTP {status}: verifique o endereço ou tente mais tarde</translation>
    </message>
    <message>
        <source>The certificate of {url} is not trusted ({reason}): name its authority&apos;s file by --ca-file or ca_file</source>
        <translation>O certificado de {url} não é confiável ({reason}): informe o arquivo da autoridade dele com --ca-file ou ca_file</translation>
    </message>
    <message>
        <source>The gateway does not understand this program: update the older of the two</source>
        <translation>O gateway não entende este programa: atualize o mais antigo dos dois</translation>
    </message>
    <message>
        <source>The gateway does not accept the token: ask your administrator for a new one</source>
        <translation>O gateway não aceita o token: peça um novo ao administrador</translation>
    </message>
    <message>
        <source>This token may not use the gateway: ask your administrator for another one</source>
        <translation>Este token não pode usar o gateway: peça outro ao administrador</translation>
    </message>
    <message>
        <source>This computer has no token for {url} yet</source>
        <translation>Este computador ainda não tem token para {url}</translation>
    </message>
    <message>
        <source>Gateway and program speak different versions: update the older of the two</source>
        <translation>O gateway e o programa usam versões diferentes: atualize o mais antigo dos dois</translation>
    </message>
    <message>
        <source>The gateway is too old for this program: update the gateway</source>
        <translation>O gateway é antigo demais para este programa: atualize o gateway</translation>
    </message>
    <message>
        <source>What comes from the gateway cannot be read: update the older of gateway and program</source>
        <translation>Não foi possível ler o que vem do gateway: atualize o mais antigo, gateway ou programa</translation>
    </message>
    <message>
        <source>The gateway sends more than any contact centre has</source>
        <translation>O gateway envia mais do que qualquer central de atendimento tem</translation>
    </message>
    <message>
        <source>An error of this program&apos;s own broke the connection; it is in the log</source>
        <translation>Um erro deste programa interrompeu a conexão; está no log</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read: {reason}</source>
        <translation>Não foi possível ler o arquivo do token {file}: {reason}</translation>
    </message>
    <message>
        <source>The token file {file} is empty: write the gateway&apos;s token into it</source>
        <translation>O arquivo do token {file} está vazio: escreva nele o token do gateway</translation>
    </message>
    <message>
        <source>Others may read the tokens in {file}: run chmod 600 on it</source>
        <translation>Outros podem ler os tokens em {file}: execute chmod 600 nesse arquivo</translation>
    </message>
    <message>
        <source>The tokens in {file} could not be read; the file is kept as {aside}. Sign in again</source>
        <translation>Não foi possível ler os tokens em {file}; o arquivo foi guardado como {aside}. Entre novamente</translation>
    </message>
    <message>
        <source>{url} is no gateway address: write it like wss://gateway.example:8765</source>
        <translation>{url} não é um endereço de gateway: escreva-o como wss://gateway.example:8765</translation>
    </message>
    <message>
        <source>The gateway address for {host} must be without user name, query and fragment: the token is kept apart from it</source>
        <translation>O endereço do gateway para {host} não pode ter nome de usuário, consulta nem fragmento: o token é guardado à parte</translation>
    </message>
    <message>
        <source>{host} is another machine and ws:// would send the token there unencrypted: use wss://{place}, and give the gateway a certificate</source>
        <translation>{host} é outra máquina e ws:// enviaria o token para lá sem criptografia: use wss://{place} e dê um certificado ao gateway</translation>
    </message>
    <message>
        <source>{file} cannot be used as a file of certificate authorities: {reason}</source>
        <translation>Não foi possível usar {file} como arquivo de autoridades certificadoras: {reason}</translation>
    </message>
    <message>
        <source>The PBX closed the connection; trying to connect again</source>
        <translation>O PABX encerrou a conexão; tentando conectar novamente</translation>
    </message>
    <message>
        <source>The PBX does not let the gateway in; its log says why</source>
        <translation>O PABX não deixa o gateway entrar; o log do gateway diz por quê</translation>
    </message>
    <message>
        <source>What answers in the PBX&apos;s place is no Asterisk manager</source>
        <translation>O que responde no lugar do PABX não é um manager (AMI) do Asterisk</translation>
    </message>
    <message>
        <source>The PBX did not do what the gateway asked of it; trying to connect again</source>
        <translation>O PABX não fez o que o gateway pediu; tentando conectar novamente</translation>
    </message>
    <message>
        <source>There is no secure connection between gateway and PBX</source>
        <translation>Não há conexão segura entre o gateway e o PABX</translation>
    </message>
    <message>
        <source>The PBX takes no connections from the gateway</source>
        <translation>O PABX não aceita conexões do gateway</translation>
    </message>
    <message>
        <source>The PBX does not answer the gateway</source>
        <translation>O PABX não responde ao gateway</translation>
    </message>
    <message>
        <source>The gateway does not reach the PBX</source>
        <translation>O gateway não alcança o PABX</translation>
    </message>
    <message>
        <source>The PBX no longer answers; trying to connect again</source>
        <translation>O PABX parou de responder; tentando conectar novamente</translation>
    </message>
    <message>
        <source>The PBX holds back events that the board needs; the gateway&apos;s log says which</source>
        <translation>O PABX retém eventos de que o painel precisa; o log do gateway diz quais</translation>
    </message>
    <message>
        <source>The PBX is slow: what is shown comes late</source>
        <translation>O PABX está lento: o que é mostrado chega com atraso</translation>
    </message>
    <message>
        <source>An error of the gateway&apos;s own broke the connection to the PBX; it is in the gateway&apos;s log</source>
        <translation>Um erro do próprio gateway interrompeu a conexão com o PABX; está no log do gateway</translation>
    </message>
    <message>
        <source>Write another one as queue into tv.toml, or after --queue: there are {known}</source>
        <translation>Escreva outra como queue em tv.toml ou depois de --queue: há {known}</translation>
    </message>
    <message>
        <source>An error of this program&apos;s own keeps the newest figures from being shown; it is in the log</source>
        <translation>Um erro deste programa impede a exibição dos valores mais recentes; está no log</translation>
    </message>
    <message>
        <source>A web page came in place of {url} (HTTP {status}): a proxy or a filter of your network stands between. Ask your administrator to let the gateway through</source>
        <translation>No lugar de {url} veio uma página web (HTTP {status}): há um proxy ou filtro da sua rede no caminho. Peça ao administrador que libere o gateway</translation>
    </message>
    <message>
        <source>The certificate of {url} is of an authority that this computer does not know ({reason}). Name the gateway&apos;s by ca_file; if a proxy opens encrypted connections, exempt the gateway from that</source>
        <translation>O certificado de {url} é de uma autoridade que este computador não conhece ({reason}). Informe a do gateway em ca_file; se um proxy abre as conexões criptografadas, exclua o gateway disso</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be reached ({reason}): check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Não foi possível acessar o proxy {proxy} ({reason}): verifique HTTPS_PROXY ou as configurações de proxy do sistema</translation>
    </message>
    <message>
        <source>{url} does not answer through the proxy {proxy}: let it through, or name it in no_proxy</source>
        <translation>{url} não responde pelo proxy {proxy}: libere-o ou informe-o em no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a sign-in of its own: write it as http://name:password@proxy into HTTPS_PROXY, or name the gateway in no_proxy</source>
        <translation>O proxy {proxy} pede um login próprio: escreva-o como http://nome:senha@proxy em HTTPS_PROXY ou informe o gateway em no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not let {url} through (HTTP {status}): ask your administrator to allow it, or name the gateway in no_proxy</source>
        <translation>O proxy {proxy} não deixa passar {url} (HTTP {status}): peça ao administrador que o libere ou informe o gateway em no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} broke off the connection to {url} ({reason}): ask your administrator to let WebSockets through, or name the gateway in no_proxy</source>
        <translation>O proxy {proxy} interrompeu a conexão com {url} ({reason}): peça ao administrador que libere WebSockets ou informe o gateway em no_proxy</translation>
    </message>
    <message>
        <source>The proxy that is set cannot be used ({reason}): check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>O proxy configurado não pode ser usado ({reason}): verifique HTTPS_PROXY ou as configurações de proxy do sistema</translation>
    </message>
    <message>
        <source>{device} stands between and does not pass on what {url} says: ask your administrator to let WebSockets through, or name the gateway in no_proxy</source>
        <translation>{device} está no caminho e não repassa o que {url} diz: peça ao administrador que libere WebSockets ou informe o gateway em no_proxy</translation>
    </message>
    <message>
        <source>{url} cannot be reached. This computer finds its proxy by the script {script}, which Wallboard does not run: set HTTPS_PROXY to the proxy</source>
        <translation>Não foi possível acessar {url}. Este computador encontra o proxy pelo script {script}, que o Wallboard não executa: informe o proxy em HTTPS_PROXY</translation>
    </message>
</context>
<context>
    <name>queues</name>
    <message>
        <source>Queues</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>No queues yet: the gateway knows of none to show.</source>
        <translation>Ainda não há filas: o gateway não conhece nenhuma para mostrar.</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Todas as filas</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Fila</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>Nível de serviço</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Na fila</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Maior</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Abandono</translation>
    </message>
    <message>
        <source>ASA</source>
        <translation>TME</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agentes</translation>
    </message>
    <message>
        <source>No agents</source>
        <translation>Nenhum agente</translation>
    </message>
    <message>
        <source>Click to order the queues by this; the third click orders them by trouble again.</source>
        <translation>Clique para ordenar as filas por esta coluna; no terceiro clique elas voltam à ordem de gravidade.</translation>
    </message>
    <message>
        <source>AHT {aht} · ATQ {atq} · occupancy {occupancy}</source>
        <translation>TMA {aht} · tempo médio na fila {atq} · ocupação {occupancy}</translation>
    </message>
    <message>
        <source>Service level {goal}:</source>
        <translation>Nível de serviço {goal}:</translation>
    </message>
    <message>
        <source>All queues</source>
        <comment>short, in a narrow column</comment>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Limit the board to {queue}</source>
        <translation>Limitar o painel a {queue}</translation>
    </message>
    <message>
        <source>Show all queues</source>
        <translation>Mostrar todas as filas</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Ordem</translation>
    </message>
    <message>
        <source>By trouble, the worst first</source>
        <translation>Por gravidade, as piores primeiro</translation>
    </message>
    <message>
        <source>Nobody is logged in</source>
        <translation>Ninguém logado</translation>
    </message>
    <message>
        <source>{count} on {reason}</source>
        <comment>3 on Lunch</comment>
        <translation>{count} em {reason}</translation>
    </message>
    <message>
        <source>{agents} since {time}</source>
        <comment>3 on Lunch since 12:58</comment>
        <translation>{agents} desde {time}</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>you may watch here, not move or monitor calls</source>
        <translation>aqui você pode ver, mas não transferir nem monitorar chamadas</translation>
    </message>
    <message>
        <source>the gateway did not understand the request</source>
        <translation>o gateway não entendeu o pedido</translation>
    </message>
    <message>
        <source>there is no live connection to the PBX</source>
        <translation>não há conexão ativa com o PABX</translation>
    </message>
    <message>
        <source>the call has ended</source>
        <translation>a chamada terminou</translation>
    </message>
    <message>
        <source>the call has moved on</source>
        <translation>a chamada já seguiu adiante</translation>
    </message>
    <message>
        <source>the caller is out of the queue just now</source>
        <translation>o cliente está fora da fila neste momento</translation>
    </message>
    <message>
        <source>the call is being moved already</source>
        <translation>a chamada já está sendo transferida</translation>
    </message>
    <message>
        <source>the PBX has no such queue</source>
        <translation>o PABX não tem essa fila</translation>
    </message>
    <message>
        <source>the caller waits in {who} already</source>
        <translation>a chamada já está na fila {who}</translation>
    </message>
    <message>
        <source>the PBX has no such agent</source>
        <translation>o PABX não tem esse agente</translation>
    </message>
    <message>
        <source>{who} has this call already</source>
        <translation>{who} já está com esta chamada</translation>
    </message>
    <message>
        <source>{who} is logged out</source>
        <translation>{who} não está logado</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is off the network</source>
        <translation>{who}: telefone fora da rede</translation>
    </message>
    <message>
        <source>{who} is paused</source>
        <translation>{who} está em pausa</translation>
    </message>
    <message>
        <source>{who} is on do not disturb</source>
        <translation>{who} está em “Não perturbe”</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is ringing already</source>
        <translation>{who}: o telefone já está tocando</translation>
    </message>
    <message>
        <source>{who} is in a call</source>
        <translation>{who} está em ligação</translation>
    </message>
    <message>
        <source>{who} is not in a queue&apos;s call</source>
        <translation>{who} não está em uma chamada de fila</translation>
    </message>
    <message>
        <source>your own extension is not set or cannot be dialled</source>
        <translation>o seu ramal não está definido ou não pode ser discado</translation>
    </message>
    <message>
        <source>the gateway does not know this phone as yours; gateway.toml needs, for you</source>
        <translation>o gateway não reconhece este telefone como seu; falta no gateway.toml, para você</translation>
    </message>
    <message>
        <source>your own phone was not answered</source>
        <translation>o seu telefone não foi atendido</translation>
    </message>
    <message>
        <source>you are in a call already: stop that first</source>
        <translation>você já está em uma chamada: saia dela primeiro</translation>
    </message>
    <message>
        <source>you are not in this call any more</source>
        <translation>você não está mais nesta chamada</translation>
    </message>
    <message>
        <source>you are doing that already</source>
        <translation>você já está fazendo isso</translation>
    </message>
    <message>
        <source>only the supervisor who began this can change or end it</source>
        <translation>só quem iniciou este monitoramento pode alterá-lo ou encerrá-lo</translation>
    </message>
    <message>
        <source>the caller hung up</source>
        <translation>o cliente desligou</translation>
    </message>
    <message>
        <source>the PBX refused</source>
        <translation>o PABX recusou</translation>
    </message>
    <message>
        <source>the same request was made before</source>
        <translation>o mesmo pedido já foi feito</translation>
    </message>
    <message>
        <source>too many requests at once: wait a moment</source>
        <translation>pedidos demais de uma vez: aguarde um momento</translation>
    </message>
    <message>
        <source>you have reached the limit of commands within 24 hours</source>
        <translation>você atingiu o limite de comandos em 24 horas</translation>
    </message>
    <message>
        <source>the request reached the gateway too late</source>
        <translation>o pedido chegou ao gateway tarde demais</translation>
    </message>
    <message>
        <source>the gateway cannot record it now: tell your administrator</source>
        <translation>o gateway não consegue registrar isso agora: avise o administrador</translation>
    </message>
    <message>
        <source>You hear {who}&apos;s call; nobody hears you.</source>
        <translation>Você ouve a chamada de {who}; ninguém ouve você.</translation>
    </message>
    <message>
        <source>You whisper: {who} alone hears you.</source>
        <translation>Você está sussurrando: só {who} ouve você.</translation>
    </message>
    <message>
        <source>You are in {who}&apos;s call; both hear you.</source>
        <translation>Você está na chamada de {who}; os dois ouvem você.</translation>
    </message>
    <message>
        <source>{subject} was moved to {target}.</source>
        <translation>{subject}: transferência para {target} feita.</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Número privado</translation>
    </message>
    <message>
        <source>Unknown caller</source>
        <translation>Número desconhecido</translation>
    </message>
    <message>
        <source>The caller</source>
        <translation>O cliente</translation>
    </message>
    <message>
        <source>{who} is full</source>
        <translation>{who} está cheia</translation>
    </message>
    <message>
        <source>the PBX&apos;s extensions-wallboard.conf is not this version&apos;s, tell your administrator</source>
        <translation>o extensions-wallboard.conf do PABX não é o desta versão, avise o administrador</translation>
    </message>
    <message>
        <source>You listened to {who}&apos;s call until {time}.</source>
        <translation>Você escutou a chamada de {who} até {time}.</translation>
    </message>
    <message>
        <source>You whispered to {who} until {time}.</source>
        <translation>Você sussurrou para {who} até {time}.</translation>
    </message>
    <message>
        <source>You were in {who}&apos;s call until {time}.</source>
        <translation>Você esteve na chamada de {who} até {time}.</translation>
    </message>
    <message>
        <source>there was no live connection to the PBX</source>
        <translation>não havia conexão ativa com o PABX</translation>
    </message>
    <message>
        <source>the call had ended</source>
        <translation>a chamada já tinha terminado</translation>
    </message>
    <message>
        <source>the call had moved on</source>
        <translation>a chamada já tinha seguido adiante</translation>
    </message>
    <message>
        <source>the caller was out of the queue just then</source>
        <translation>o cliente estava fora da fila naquele momento</translation>
    </message>
    <message>
        <source>the call was being moved already</source>
        <translation>a chamada já estava sendo transferida</translation>
    </message>
    <message>
        <source>the PBX had no such queue</source>
        <translation>o PABX não tinha essa fila</translation>
    </message>
    <message>
        <source>{who} was full</source>
        <translation>{who} estava cheia</translation>
    </message>
    <message>
        <source>the caller waited in {who} already</source>
        <translation>a chamada já estava na fila {who}</translation>
    </message>
    <message>
        <source>the PBX had no such agent</source>
        <translation>o PABX não tinha esse agente</translation>
    </message>
    <message>
        <source>{who} had this call already</source>
        <translation>{who} já estava com esta chamada</translation>
    </message>
    <message>
        <source>{who} was logged out</source>
        <translation>{who} não estava logado</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was off the network</source>
        <translation>{who}: o telefone estava fora da rede</translation>
    </message>
    <message>
        <source>{who} was paused</source>
        <translation>{who} estava em pausa</translation>
    </message>
    <message>
        <source>{who} was on do not disturb</source>
        <translation>{who} estava em “Não perturbe”</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was ringing already</source>
        <translation>{who}: o telefone já estava tocando</translation>
    </message>
    <message>
        <source>{who} was in a call</source>
        <translation>{who} estava em ligação</translation>
    </message>
    <message>
        <source>{who} was not in a queue&apos;s call</source>
        <translation>{who} não estava em uma chamada de fila</translation>
    </message>
    <message>
        <source>you were in a call already: stop that first</source>
        <translation>você já estava em uma chamada: saia dela primeiro</translation>
    </message>
    <message>
        <source>you were not in this call any more</source>
        <translation>você não estava mais nesta chamada</translation>
    </message>
    <message>
        <source>you were doing that already</source>
        <translation>você já estava fazendo isso</translation>
    </message>
    <message>
        <source>there were too many requests at once</source>
        <translation>houve pedidos demais de uma vez</translation>
    </message>
    <message>
        <source>the agent</source>
        <translation>o agente</translation>
    </message>
    <message>
        <source>{caller} goes to {queue} and waits there.</source>
        <translation>{caller} vai para {queue} e aguarda lá.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring at once.</source>
        <translation>{agent}: o telefone toca imediatamente.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring at once and cut the wrap-up short.</source>
        <translation>{agent}: o telefone toca imediatamente e encurta o pós-atendimento.</translation>
    </message>
    <message>
        <source>If nobody answers, {caller} is back in {queue}, first in line.</source>
        <translation>Se ninguém atender, {caller} volta para {queue}, como primeiro da fila.</translation>
    </message>
    <message>
        <source>the queue</source>
        <translation>a fila</translation>
    </message>
    <message>
        <source>the caller</source>
        <translation>o cliente</translation>
    </message>
    <message>
        <source>Refused: {why}.</source>
        <translation>Recusado: {why}.</translation>
    </message>
    <message>
        <source>Not done: {why}.</source>
        <translation>Não foi feito: {why}.</translation>
    </message>
    <message>
        <source>{subject}: no word from the PBX whether it was done. Look before you try again.</source>
        <translation>{subject}: o PABX não informou se foi feito. Verifique antes de tentar de novo.</translation>
    </message>
    <message>
        <source>{target} took no callers: {subject} went back into the queue, first in line.</source>
        <translation>{target} não aceitou chamadas: {subject} voltou para a fila, como primeiro.</translation>
    </message>
    <message>
        <source>Nobody answered at {target}&apos;s: {subject} went back into the queue, first in line.</source>
        <translation>{target} não atendeu: {subject} voltou para a fila, como primeiro.</translation>
    </message>
    <message>
        <source>{target} answered {subject} after {seconds} s.</source>
        <translation>{target} atendeu {subject} depois de {seconds} s.</translation>
    </message>
    <message>
        <source>You ended the listening of {target} to {who}&apos;s call.</source>
        <translation>Você encerrou a escuta de {target} na chamada de {who}.</translation>
    </message>
    <message>
        <source>You left {who}&apos;s call.</source>
        <translation>Você saiu da chamada de {who}.</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>nenhum motivo informado</translation>
    </message>
</context>
<context>
    <name>text</name>
    <message>
        <source>Live</source>
        <translation>Ao vivo</translation>
    </message>
    <message>
        <source>Late since {time}</source>
        <translation>Atrasado desde {time}</translation>
    </message>
    <message>
        <source>PBX lost since {time}</source>
        <translation>Sem PABX desde {time}</translation>
    </message>
    <message>
        <source>PBX not reached</source>
        <translation>PABX inacessível</translation>
    </message>
    <message>
        <source>Reading the PBX…</source>
        <translation>Lendo o PABX…</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Não conectado</translation>
    </message>
    <message>
        <source>No such queue</source>
        <translation>Fila inexistente</translation>
    </message>
    <message>
        <source>Connecting in {seconds} s</source>
        <translation>Conectando em {seconds} s</translation>
    </message>
    <message>
        <source>Reconnecting in {seconds} s</source>
        <translation>Reconectando em {seconds} s</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Conectando…</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Reconectando…</translation>
    </message>
    <message>
        <source>These figures are from {time}</source>
        <translation>Estes números são das {time}</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Ainda sem números</translation>
    </message>
    <message>
        <source>The gateway is not reached</source>
        <translation>O gateway está inacessível</translation>
    </message>
    <message>
        <source>Connecting to the gateway</source>
        <translation>Conectando ao gateway</translation>
    </message>
    <message>
        <source>The gateway is silent. Waiting for its next word.</source>
        <translation>O gateway não dá sinal. Aguardando que volte.</translation>
    </message>
    <message>
        <source>The gateway is not reached. Trying again by itself.</source>
        <translation>O gateway está inacessível. Nova tentativa automática.</translation>
    </message>
    <message>
        <source>The gateway has lost the PBX. Trying again by itself.</source>
        <translation>O gateway perdeu o PABX. Nova tentativa automática.</translation>
    </message>
    <message>
        <source>The gateway is reading the state of the PBX.</source>
        <translation>O gateway está lendo o estado do PABX.</translation>
    </message>
    <message>
        <source>Sign in to see your contact centre</source>
        <translation>Entre para ver sua central de atendimento</translation>
    </message>
    <message>
        <source>There is no queue {queue}</source>
        <translation>Não há nenhuma fila {queue}</translation>
    </message>
    <message>
        <source>Not connected to a gateway</source>
        <translation>Sem conexão com um gateway</translation>
    </message>
    <message>
        <source>Who came and went before, or while the PBX could not be heard, is in none of these figures.</source>
        <translation>Quem entrou e saiu antes, ou enquanto o PABX não foi ouvido, não está em nenhum destes números.</translation>
    </message>
    <message>
        <source>counted since {time}</source>
        <translation>contado desde as {time}</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>Nível de serviço</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Na fila</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Maior espera</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Abandono</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Atendidas</translation>
    </message>
    <message>
        <source>Speed of answer</source>
        <translation>TME</translation>
    </message>
    <message>
        <source>Handle time</source>
        <translation>TMA</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Ocupação</translation>
    </message>
    <message>
        <source>Agents ready</source>
        <translation>Agentes livres</translation>
    </message>
    <message>
        <source>on target</source>
        <translation>na meta</translation>
    </message>
    <message>
        <source>below target</source>
        <translation>abaixo da meta</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>no prazo</translation>
    </message>
    <message>
        <source>soon late</source>
        <translation>no limite</translation>
    </message>
    <message>
        <source>good</source>
        <translation>boa</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>elevada</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>muito alta</translation>
    </message>
    <message>
        <source>target {target}</source>
        <translation>meta {target}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln offered</source>
        <translation>
            <numerusform>%Ln oferecida</numerusform>
            <numerusform>%Ln oferecidas</numerusform>
        </translation>
    </message>
    <message>
        <source>abandoned ÷ all that left</source>
        <translation>abandonadas ÷ saídas da fila</translation>
    </message>
    <message numerus="yes">
        <source>%Ln flowed out</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln saiu da fila</numerusform>
            <numerusform>%Ln saíram da fila</numerusform>
        </translation>
    </message>
    <message>
        <source>Callers answered in time. Who waits past the limit is a miss at once and for good, however the call ends: “late” are those who still wait then or flowed out after it.</source>
        <translation>Chamadas atendidas no prazo. Quem espera além do limite já conta como falha, termine como terminar: “atrasadas” são as que ainda esperam ou saíram da fila depois do limite.</translation>
    </message>
    <message>
        <source>Callers who wait in the queues now, and how many of them are past the limit.</source>
        <translation>Chamadas que aguardam nas filas agora, e quantas delas além do limite.</translation>
    </message>
    <message>
        <source>Callers who hung up while they waited, of all that left: answered, abandoned or sent elsewhere.</source>
        <translation>Chamadas desligadas durante a espera, de todas as que saíram da fila: atendidas, abandonadas ou encaminhadas.</translation>
    </message>
    <message>
        <source>Callers an agent has answered in this time, and how many came in it.</source>
        <translation>Chamadas atendidas por um agente neste período e quantas foram oferecidas nele.</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln logged in</source>
        <translation>
            <numerusform>de %Ln logado</numerusform>
            <numerusform>de %Ln logados</numerusform>
        </translation>
    </message>
    <message>
        <source>of the answered only: answered in {threshold} s ÷ answered</source>
        <translation>só das atendidas: atendidas em {threshold} s ÷ atendidas</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned + late)</source>
        <translation>atendidas em {threshold} s ÷ (atendidas + abandonadas + atrasadas)</translation>
    </message>
    <message>
        <source>(answered + abandoned in {threshold} s) ÷ (answered + abandoned + late)</source>
        <translation>(atendidas + abandonadas em {threshold} s) ÷ (atendidas + abandonadas + atrasadas)</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned after {threshold} s + late)</source>
        <translation>atendidas em {threshold} s ÷ (atendidas + abandonadas após {threshold} s + atrasadas)</translation>
    </message>
    <message>
        <source>answered in {threshold} s ÷ (answered + abandoned after {short} s + late)</source>
        <translation>atendidas em {threshold} s ÷ (atendidas + abandonadas após {short} s + atrasadas)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past limit</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln além do limite</numerusform>
            <numerusform>%Ln além do limite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln aguardando</numerusform>
            <numerusform>%Ln aguardando</numerusform>
        </translation>
    </message>
    <message>
        <source>below and falling</source>
        <translation>abaixo e caindo</translation>
    </message>
    <message>
        <source>most flowed out</source>
        <translation>a maioria saiu da fila</translation>
    </message>
    <message>
        <source>past limit</source>
        <translation>além do limite</translation>
    </message>
    <message>
        <source>now</source>
        <translation>agora</translation>
    </message>
    <message numerus="yes">
        <source>%Ln min unseen</source>
        <translation>
            <numerusform>%Ln min sem ver</numerusform>
            <numerusform>%Ln min sem ver</numerusform>
        </translation>
    </message>
    <message>
        <source>mean wait of the answered</source>
        <translation>espera média das atendidas</translation>
    </message>
    <message>
        <source>talk + hold + wrap-up</source>
        <translation>conversa + espera + pós-atend.</translation>
    </message>
    <message>
        <source>busy ÷ (busy + ready)</source>
        <translation>ocupados ÷ (ocupados + livres)</translation>
    </message>
    <message>
        <source>Counted since {time}: the gateway was not running before.</source>
        <translation>Contado desde as {time}: antes disso, o gateway não estava em execução.</translation>
    </message>
    <message>
        <source>How long the caller at the head has waited until now.</source>
        <translation>Há quanto tempo espera a primeira chamada da fila.</translation>
    </message>
    <message>
        <source>Average speed of answer: the mean wait of the callers who were answered.</source>
        <translation>Tempo médio de espera (TME) das chamadas que foram atendidas.</translation>
    </message>
    <message>
        <source>Average handle time: talk, hold and wrap-up, counted when the wrap-up ends.</source>
        <translation>Tempo médio de atendimento (TMA): conversa, espera e pós-atendimento, contado quando o pós-atendimento termina.</translation>
    </message>
    <message>
        <source>Time in calls and wrap-up, of the time in calls, wrap-up and ready.</source>
        <translation>Tempo em ligação e pós-atendimento, do tempo em ligação, pós-atendimento e livre.</translation>
    </message>
    <message>
        <source>Agents who could take a call this moment, of those logged in.</source>
        <translation>Agentes que podem atender neste momento, dos que estão logados.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Livre</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>Tocando</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>Em ligação</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Em espera</translation>
    </message>
    <message>
        <source>Own call</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>Busy (unknown)</source>
        <translation>Ocupado (desconhecido)</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Pós-atend.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Em pausa</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Não perturbe</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>Inacessível</translation>
    </message>
    <message>
        <source>Logged out</source>
        <translation>Deslogado</translation>
    </message>
    <message>
        <source>Busy (?)</source>
        <translation>Ocupado (?)</translation>
    </message>
    <message>
        <source>DND</source>
        <translation>DND</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Sem dados</translation>
    </message>
    <message>
        <source>On target</source>
        <translation>Na meta</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Feito</translation>
    </message>
    <message>
        <source>Back in the queue</source>
        <translation>De volta na fila</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Recusado</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falhou</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Desconhecido</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>solicitado</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>a caminho</translation>
    </message>
    <message>
        <source>ringing</source>
        <translation>tocando</translation>
    </message>
    <message>
        <source>of answered</source>
        <translation>atendidas</translation>
    </message>
    <message>
        <source>of offered</source>
        <translation>oferecidas</translation>
    </message>
    <message>
        <source>incl. early</source>
        <translation>c/ precoces</translation>
    </message>
    <message>
        <source>excl. early</source>
        <translation>s/ precoces</translation>
    </message>
    <message>
        <source>excl. short</source>
        <translation>s/ curtas</translation>
    </message>
    <message>
        <source>Below target</source>
        <translation>Abaixo da meta</translation>
    </message>
    <message>
        <source>Below target and falling</source>
        <translation>Abaixo da meta e caindo</translation>
    </message>
    <message>
        <source>Answered in time, of the answered only</source>
        <translation>Atendidas no prazo, só das atendidas</translation>
    </message>
    <message>
        <source>Answered in time, of all answered, abandoned or late</source>
        <translation>Atendidas no prazo, de todas as atendidas, abandonadas ou atrasadas</translation>
    </message>
    <message>
        <source>As before, abandons within the threshold count as met</source>
        <translation>Idem, os abandonos dentro do limite contam como atendidos no prazo</translation>
    </message>
    <message>
        <source>As before, abandons within the threshold do not count</source>
        <translation>Idem, os abandonos dentro do limite não contam</translation>
    </message>
    <message>
        <source>As before, only short abandons do not count</source>
        <translation>Idem, só os abandonos curtos não contam</translation>
    </message>
    <message>
        <source>this interval</source>
        <translation>este intervalo</translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoje</translation>
    </message>
    <message>
        <source>last 30 minutes</source>
        <translation>últimos 30 minutos</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Escutar</translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation>Sussurrar</translation>
    </message>
    <message>
        <source>Barge in</source>
        <translation>Intercalar</translation>
    </message>
    <message>
        <source>Listened to</source>
        <translation>Em escuta</translation>
    </message>
    <message>
        <source>Whispered to</source>
        <translation>Com sussurro</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Com intercalação</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>na fila</translation>
    </message>
    <message>
        <source>leaving the queue</source>
        <translation>saindo da fila</translation>
    </message>
    <message>
        <source>talking</source>
        <translation>em ligação</translation>
    </message>
    <message>
        <source>on hold</source>
        <translation>em espera</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}%</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ready</source>
        <translation>
            <numerusform>%Ln livre</numerusform>
            <numerusform>%Ln livres</numerusform>
        </translation>
    </message>
    <message>
        <source>Actions are refused</source>
        <translation>Ações recusadas</translation>
    </message>
    <message>
        <source>The gateway cannot record actions now and carries out none. Its log says why.</source>
        <translation>O gateway não consegue registrar ações agora e não executa nenhuma. O log dele diz por quê.</translation>
    </message>
    <message>
        <source>Actions are not recorded</source>
        <translation>Ações sem registro</translation>
    </message>
    <message>
        <source>The gateway cannot write down who does what. Its log says why.</source>
        <translation>O gateway não consegue registrar quem faz o quê. O log dele diz por quê.</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>tempo esgotado</translation>
    </message>
    <message>
        <source>by key</source>
        <translation>por tecla</translation>
    </message>
    <message>
        <source>no agents in the queue</source>
        <translation>fila sem agentes</translation>
    </message>
    <message>
        <source>on in the dialplan</source>
        <translation>seguiram no plano de discagem</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>retiradas</translation>
    </message>
    <message>
        <source>to another queue</source>
        <translation>para outra fila</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>sem registro</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} oferecidas</translation>
    </message>
    <message>
        <source>{n} from before</source>
        <translation>{n} de antes</translation>
    </message>
    <message>
        <source>{n} answered</source>
        <translation>{n} atendidas</translation>
    </message>
    <message>
        <source>{n} abandoned</source>
        <translation>{n} abandonadas</translation>
    </message>
    <message>
        <source>{n} flowed out</source>
        <translation>{n} saíram da fila</translation>
    </message>
    <message>
        <source>{n} not seen to the end</source>
        <translation>{n} com fim desconhecido</translation>
    </message>
    <message>
        <source>{n} still here</source>
        <translation>{n} ainda na fila</translation>
    </message>
    <message>
        <source>Flowed out: {exits}</source>
        <translation>Saíram da fila: {exits}</translation>
    </message>
    <message>
        <source>Live again</source>
        <translation>Ao vivo de novo</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in wrap-up</source>
        <translation>
            <numerusform>%Ln em pós-atendimento</numerusform>
            <numerusform>%Ln em pós-atendimento</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in calls</source>
        <translation>
            <numerusform>%Ln em ligação</numerusform>
            <numerusform>%Ln em ligações</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not reachable</source>
        <translation>
            <numerusform>%Ln inacessível</numerusform>
            <numerusform>%Ln inacessíveis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused</source>
        <translation>
            <numerusform>%Ln em pausa</numerusform>
            <numerusform>%Ln em pausa</numerusform>
        </translation>
    </message>
</context>
</TS>
