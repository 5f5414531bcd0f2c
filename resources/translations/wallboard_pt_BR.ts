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
        <source>Keyboard shortcuts</source>
        <translation>Atalhos de teclado</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>Help (partly in English)</source>
        <translation>Ajuda (parte em inglês)</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Definido pelo administrador.</translation>
    </message>
</context>
<context>
    <name>ExtensionDialog</name>
    <message>
        <source>My extension</source>
        <translation>Meu ramal</translation>
    </message>
    <message>
        <source>Your phone rings when you monitor a call. Enter your extension.</source>
        <translation>Ao monitorar uma chamada, o seu telefone toca. Informe o seu ramal.</translation>
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
        <source>Part of a name or number</source>
        <translation>Parte de um nome ou de um número</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Todas as filas</translation>
    </message>
    <message>
        <source>No queue, agent or caller matches “{words}”.</source>
        <translation>Nenhuma fila, agente ou cliente corresponde a “{words}”.</translation>
    </message>
    <message>
        <source>Type part of the name or number of a queue, an agent or a caller.</source>
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
    <message>
        <source>{title} (in English)</source>
        <translation>{title} (em inglês)</translation>
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
        <source>Same as system</source>
        <translation>Igual ao do sistema</translation>
    </message>
</context>
<context>
    <name>NewerVersions</name>
    <message>
        <source>The gateway is newer than this Wallboard, so some data may be missing here. Update Wallboard.</source>
        <translation>O gateway é mais novo que este Wallboard, por isso podem faltar dados aqui. Atualize o Wallboard.</translation>
    </message>
    <message>
        <source>Wallboard {version} is available</source>
        <translation>O Wallboard {version} está disponível</translation>
    </message>
    <message>
        <source>Ask your administrator for the update.</source>
        <translation>Peça a atualização ao administrador.</translation>
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
    <name>QShortcut</name>
    <message>
        <source>Space</source>
        <translation>Espaço</translation>
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
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Copiar en&amp;dereço do link</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Selecionar tudo</translation>
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
        <source>Keyboard shortcuts</source>
        <translation>Atalhos de teclado</translation>
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
        <translation>Continuar conectado neste computador</translation>
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
        <source>Your gateway administrator creates a token for you with &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</source>
        <translation>O administrador do gateway cria um token para você com &lt;i&gt;wallboard gateway token add&lt;/i&gt;.</translation>
    </message>
    <message>
        <source>Enter your token.</source>
        <translation>Informe o seu token.</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>Set by your administrator.</source>
        <translation>Definido pelo administrador.</translation>
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
        <source>The call continues without you.</source>
        <translation>A chamada continua sem você.</translation>
    </message>
    <message>
        <source>You may still be in {agent}&apos;s call.</source>
        <translation>Você talvez ainda esteja na chamada de {agent}.</translation>
    </message>
    <message>
        <source>You cannot leave it from here now. Hang up your phone.</source>
        <translation>No momento não é possível sair dela por aqui. Desligue o seu telefone.</translation>
    </message>
    <message>
        <source>Leave and quit</source>
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
        <source>unknown role</source>
        <translation>função desconhecida</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>visualizador</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Group or queue shown on the board</source>
        <translation>Grupo ou fila que o painel mostra</translation>
    </message>
    <message>
        <source>Waiting for data</source>
        <translation>Aguardando dados</translation>
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
        <translation>transb.</translation>
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
        <translation>{n} transbordadas</translation>
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
        <source>No agents in this queue</source>
        <translation>Nenhum agente nesta fila</translation>
    </message>
    <message>
        <source>All agents are logged out</source>
        <translation>Todos os agentes estão deslogados</translation>
    </message>
    <message>
        <source>No agents now: {states}</source>
        <translation>Nenhum agente agora: {states}</translation>
    </message>
    <message>
        <source>Filter the agents by state, or clear the filter</source>
        <translation>Filtrar os agentes por estado, ou limpar o filtro</translation>
    </message>
    <message>
        <source>Show all agents</source>
        <translation>Mostrar todos os agentes</translation>
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
        <translation>em pós-atendimento</translation>
    </message>
    <message>
        <source>Paused in {part} of {all} queues: {queues}</source>
        <translation>Em pausa em {part} de {all} filas: {queues}</translation>
    </message>
    <message>
        <source>No calls for a moment, after a call that was refused or missed</source>
        <translation>Sem chamadas por um momento, após uma chamada recusada ou não atendida</translation>
    </message>
    <message>
        <source>Has to ask for the next call</source>
        <translation>Precisa pedir a próxima chamada</translation>
    </message>
    <message>
        <source>Not in any queue</source>
        <translation>Em nenhuma fila</translation>
    </message>
    <message>
        <source>Queues: {queues}</source>
        <translation>Filas: {queues}</translation>
    </message>
    <message>
        <source>Agent filter</source>
        <translation>Filtro dos agentes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Show all agents (Alt+0)</source>
        <translation>Mostrar todos os agentes (Alt+0)</translation>
    </message>
    <message>
        <source>Agent order</source>
        <translation>Ordem dos agentes</translation>
    </message>
    <message>
        <source>Agent order: {order} (Alt+S)</source>
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
        <source>Cool</source>
        <comment>as short as can be: cool-down</comment>
        <translation>Não at.</translation>
    </message>
    <message>
        <source>Demand</source>
        <comment>as short as can be: has to ask for the next call</comment>
        <translation>Sob dem.</translation>
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
        <source>Busy</source>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>{state}: filter by this state, or clear the filter</source>
        <translation>{state}: filtrar por este estado, ou limpar o filtro</translation>
    </message>
    <message>
        <source>Unreach.</source>
        <comment>as short as can be: phone not reachable</comment>
        <translation>Sem rede</translation>
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
        <source>No callers waiting</source>
        <translation>Ninguém na fila</translation>
    </message>
    <message>
        <source>Moving to {target}</source>
        <translation>Transferindo para {target}</translation>
    </message>
    <message>
        <source>{queue} · again</source>
        <translation>{queue} · de novo</translation>
    </message>
    <message>
        <source>Position {n} in {queue}</source>
        <translation>Posição {n} em {queue}</translation>
    </message>
    <message>
        <source>Answered before, waiting again</source>
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
        <source>Part of an agent or queue name</source>
        <translation>Parte do nome de um agente ou de uma fila</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>No agent or queue matches.</source>
        <translation>Nenhum agente ou fila corresponde.</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Default selection</source>
        <translation>Seleção padrão</translation>
    </message>
    <message>
        <source>No more than {most} at once</source>
        <translation>No máximo {most} por vez</translation>
    </message>
</context>
<context>
    <name>found</name>
    <message>
        <source>no callers waiting</source>
        <translation>ninguém na fila</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Listen to the selected agent&apos;s call, or go back to listening only</source>
        <translation>Escutar a chamada do agente selecionado, ou voltar a só escutar</translation>
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
        <source>Pause or unpause the selected agent</source>
        <translation>Colocar o agente selecionado em pausa ou retirá-lo dela</translation>
    </message>
    <message>
        <source>Select an agent in a call first: click the tile.</source>
        <translation>Selecione primeiro um agente em ligação: clique no cartão dele.</translation>
    </message>
    <message>
        <source>Select an agent first: click the tile.</source>
        <translation>Selecione primeiro um agente: clique no cartão dele.</translation>
    </message>
    <message>
        <source>Move the selected caller, or the selected agent&apos;s call</source>
        <translation>Transferir a chamada selecionada, ou a do agente selecionado</translation>
    </message>
    <message>
        <source>Menu of the selected caller or agent</source>
        <translation>Menu da chamada ou do agente selecionado</translation>
    </message>
    <message>
        <source>Next or previous part of the board</source>
        <translation>Parte seguinte ou anterior do painel</translation>
    </message>
    <message>
        <source>Next row or agent</source>
        <translation>Próxima linha ou agente</translation>
    </message>
    <message>
        <source>Page up or down</source>
        <translation>Página para cima ou para baixo</translation>
    </message>
    <message>
        <source>First or last row</source>
        <translation>Primeira ou última linha</translation>
    </message>
    <message>
        <source>Show only the selected queue</source>
        <translation>Mostrar só a fila selecionada</translation>
    </message>
    <message>
        <source>Cancel a drag; close a window or menu</source>
        <translation>Cancelar o arrasto; fechar uma janela ou um menu</translation>
    </message>
    <message>
        <source>How the selected figure is calculated</source>
        <translation>Como se calcula o indicador selecionado</translation>
    </message>
    <message>
        <source>Previous or next value in the selected chart</source>
        <translation>Valor anterior ou seguinte no gráfico selecionado</translation>
    </message>
    <message>
        <source>Quit the TV: press twice</source>
        <translation>Sair da TV: pressionar duas vezes</translation>
    </message>
    <message>
        <source>Quit the TV immediately</source>
        <translation>Sair imediatamente da TV</translation>
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
        <translation>Chamadas</translation>
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
        <source>End monitoring by {who}</source>
        <translation>Encerrar o monitoramento de {who}</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Colocar em pausa…</translation>
    </message>
    <message>
        <source>Pause in one queue</source>
        <translation>Colocar em pausa em uma fila</translation>
    </message>
    <message>
        <source>Unpause</source>
        <translation>Retirar da pausa</translation>
    </message>
    <message>
        <source>Unpause in one queue</source>
        <translation>Retirar da pausa em uma fila</translation>
    </message>
</context>
<context>
    <name>monitoring</name>
    <message>
        <source>Leave</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>You may still be in the call</source>
        <translation>Talvez você ainda esteja na chamada</translation>
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
        <source>Activity</source>
        <translation>Atividade</translation>
    </message>
    <message>
        <source>View only. Supervisors can move and monitor calls.</source>
        <translation>Somente visualização. Supervisores podem transferir e monitorar chamadas.</translation>
    </message>
    <message>
        <source>View only. Calls cannot be moved or monitored here.</source>
        <translation>Somente visualização. Aqui não é possível transferir nem monitorar chamadas.</translation>
    </message>
    <message>
        <source>View only: {pbxs}.</source>
        <translation>Somente visualização: {pbxs}.</translation>
    </message>
    <message>
        <source>Drag a caller to an agent or a queue, or select a caller and press Enter.</source>
        <translation>Arraste uma chamada para um agente ou uma fila, ou selecione-a e tecle Enter.</translation>
    </message>
    <message>
        <source>Right-click an agent to listen or pause.</source>
        <translation>Clique com o botão direito em um agente para escutar ou pausar.</translation>
    </message>
    <message>
        <source>Right-click an agent to listen.</source>
        <translation>Clique com o botão direito em um agente para escutar.</translation>
    </message>
    <message>
        <source>Right-click an agent to pause.</source>
        <translation>Clique com o botão direito em um agente para pausar.</translation>
    </message>
    <message>
        <source>You can move and monitor calls again once the figures are live.</source>
        <translation>Você poderá voltar a transferir e monitorar chamadas quando os números estiverem em tempo real.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>pause</name>
    <message>
        <source>{agent} gets no more calls from any queue.</source>
        <translation>{agent} deixa de receber ligações de todas as filas.</translation>
    </message>
    <message>
        <source>{agent} gets no more calls from {queue}.</source>
        <translation>{agent} deixa de receber ligações de {queue}.</translation>
    </message>
    <message>
        <source>The call in progress continues.</source>
        <translation>A ligação em andamento continua.</translation>
    </message>
    <message>
        <source>Choose or enter a reason.</source>
        <translation>Escolha ou digite um motivo.</translation>
    </message>
    <message>
        <source>Enter a reason.</source>
        <translation>Digite um motivo.</translation>
    </message>
    <message>
        <source>Pause {agent}</source>
        <translation>Colocar {agent} em pausa</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Colocar em pausa</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>Details: {raw}</source>
        <translation>Detalhes técnicos: {raw}</translation>
    </message>
    <message>
        <source>{url} cannot be reached: check the network and the gateway</source>
        <translation>Não foi possível acessar {url}: verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>{url} does not answer: check the network and the gateway</source>
        <translation>{url} não responde: verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>{url} no longer responds: check the network and the gateway</source>
        <translation>{url} parou de responder: verifique a rede e o gateway</translation>
    </message>
    <message>
        <source>The connection was closed (code {code})</source>
        <translation>A conexão foi encerrada (código {code})</translation>
    </message>
    <message>
        <source>The gateway closed the session</source>
        <translation>O gateway encerrou a sessão</translation>
    </message>
    <message>
        <source>The gateway is restarting, or its settings have changed</source>
        <translation>O gateway está reiniciando ou sua configuração mudou</translation>
    </message>
    <message>
        <source>The gateway is busy</source>
        <translation>O gateway está sobrecarregado</translation>
    </message>
    <message>
        <source>The gateway limits the connections or requests of this token</source>
        <translation>O gateway limita as conexões ou solicitações deste token</translation>
    </message>
    <message>
        <source>The network connection of this screen is too slow</source>
        <translation>A conexão de rede desta tela é lenta demais</translation>
    </message>
    <message>
        <source>{url} answers, but is not a Wallboard gateway: check the address</source>
        <translation>{url} responde, mas não é um gateway do Wallboard: verifique o endereço</translation>
    </message>
    <message>
        <source>{url} answered with HTTP {status}: check the address, or try later</source>
        <translation>{url} respondeu com HTTP {status}: verifique o endereço ou tente mais tarde</translation>
    </message>
    <message>
        <source>The certificate of {url} is not trusted: set its authority&apos;s file with --ca-file or ca_file</source>
        <translation>O certificado de {url} não é confiável: informe o arquivo da autoridade dele com --ca-file ou ca_file</translation>
    </message>
    <message>
        <source>The gateway cannot read the messages of this program: update the older of the two</source>
        <translation>O gateway não consegue ler as mensagens deste programa: atualize o mais antigo dos dois</translation>
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
        <source>The gateway and this program have incompatible versions: update the older of the two</source>
        <translation>O gateway e este programa têm versões incompatíveis: atualize o mais antigo dos dois</translation>
    </message>
    <message>
        <source>The gateway is too old for this program: update the gateway</source>
        <translation>O gateway é antigo demais para este programa: atualize o gateway</translation>
    </message>
    <message>
        <source>The data from the gateway cannot be read: update the older of the gateway and this program</source>
        <translation>Não foi possível ler os dados do gateway: atualize o mais antigo, gateway ou programa</translation>
    </message>
    <message>
        <source>The gateway sends more data than this program accepts</source>
        <translation>O gateway envia mais dados do que este programa aceita</translation>
    </message>
    <message>
        <source>An error in this program broke the connection; see its log</source>
        <translation>Um erro deste programa interrompeu a conexão; consulte o log dele</translation>
    </message>
    <message>
        <source>Other users can read the tokens in {file}: run chmod 600 on it</source>
        <translation>Outros usuários podem ler os tokens em {file}: execute chmod 600 nesse arquivo</translation>
    </message>
    <message>
        <source>The settings cannot be used</source>
        <translation>Não foi possível usar as configurações</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read</source>
        <translation>Não foi possível ler o arquivo do token {file}</translation>
    </message>
    <message>
        <source>{why}. Retrying every 30 seconds.</source>
        <translation>{why}. Nova tentativa a cada 30 segundos.</translation>
    </message>
    <message>
        <source>The token file {file} is empty: write the gateway&apos;s token into it</source>
        <translation>O arquivo do token {file} está vazio: escreva nele o token do gateway</translation>
    </message>
    <message>
        <source>The tokens in {file} could not be read; the file is kept as {aside}. Sign in again</source>
        <translation>Não foi possível ler os tokens em {file}; o arquivo foi guardado como {aside}. Entre novamente</translation>
    </message>
    <message>
        <source>{url} is not a valid gateway address. Example: wss://gateway.example:8765</source>
        <translation>{url} não é um endereço de gateway válido. Exemplo: wss://gateway.example:8765</translation>
    </message>
    <message>
        <source>The gateway address for {host} must not contain a user name, query or fragment: the token is stored separately</source>
        <translation>O endereço do gateway para {host} não pode ter nome de usuário, consulta nem fragmento: o token é guardado à parte</translation>
    </message>
    <message>
        <source>ws:// would send the token to {host} unencrypted: use wss://{place}, and install a certificate on the gateway</source>
        <translation>ws:// enviaria o token para {host} sem criptografia: use wss://{place} e instale um certificado no gateway</translation>
    </message>
    <message>
        <source>The settings for this computer in {file} cannot be used: tell your administrator</source>
        <translation>As configurações deste computador em {file} não podem ser usadas: avise o administrador</translation>
    </message>
    <message>
        <source>Check “{key}” in the settings for this computer, {file}</source>
        <translation>Verifique “{key}” nas configurações deste computador, {file}</translation>
    </message>
    <message>
        <source>This computer has no screen {screen}. Available: {known}</source>
        <translation>Este computador não tem a tela {screen}. Disponíveis: {known}</translation>
    </message>
    <message>
        <source>Not signed in. Choose “Sign in to a gateway…” in the menu.</source>
        <translation>Não conectado. Escolha “Entrar em um gateway…” no menu.</translation>
    </message>
    <message>
        <source>Some settings cannot be used; defaults apply.</source>
        <translation>Algumas configurações não podem ser usadas; valem os padrões.</translation>
    </message>
    <message>
        <source>The settings cannot be saved.</source>
        <translation>Não foi possível salvar as configurações.</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Definido pelo administrador.</translation>
    </message>
    <message>
        <source>{file} cannot be used as a certificate authority file</source>
        <translation>Não foi possível usar {file} como arquivo de autoridades certificadoras</translation>
    </message>
    <message>
        <source>The PBX closed the connection; reconnecting</source>
        <translation>O PABX encerrou a conexão; reconectando</translation>
    </message>
    <message>
        <source>The PBX rejects the gateway&apos;s login; see the gateway&apos;s log</source>
        <translation>O PABX recusa o login do gateway; consulte o log do gateway</translation>
    </message>
    <message>
        <source>The address of the PBX does not lead to an Asterisk manager (AMI)</source>
        <translation>No endereço do PABX não responde um manager (AMI) do Asterisk</translation>
    </message>
    <message>
        <source>The PBX did not carry out a request of the gateway; reconnecting</source>
        <translation>O PABX não executou uma solicitação do gateway; reconectando</translation>
    </message>
    <message>
        <source>No secure (TLS) connection between the gateway and the PBX</source>
        <translation>Não há conexão segura (TLS) entre o gateway e o PABX</translation>
    </message>
    <message>
        <source>The PBX does not accept connections from the gateway</source>
        <translation>O PABX não aceita conexões do gateway</translation>
    </message>
    <message>
        <source>The PBX does not answer the gateway</source>
        <translation>O PABX não responde ao gateway</translation>
    </message>
    <message>
        <source>The gateway cannot reach the PBX</source>
        <translation>O gateway não alcança o PABX</translation>
    </message>
    <message>
        <source>The PBX no longer responds; reconnecting</source>
        <translation>O PABX parou de responder; reconectando</translation>
    </message>
    <message>
        <source>The PBX does not send events that the board needs; see the gateway&apos;s log</source>
        <translation>O PABX não envia eventos de que o painel precisa; consulte o log do gateway</translation>
    </message>
    <message>
        <source>The PBX responds slowly: the figures are delayed</source>
        <translation>O PABX responde devagar: os números chegam com atraso</translation>
    </message>
    <message>
        <source>An error in the gateway broke the connection to the PBX; see the gateway&apos;s log</source>
        <translation>Um erro do gateway interrompeu a conexão com o PABX; consulte o log do gateway</translation>
    </message>
    <message>
        <source>The gateway&apos;s configuration of this PBX cannot be used; see the gateway&apos;s log</source>
        <translation>A configuração deste PABX no gateway não pode ser usada; consulte o log do gateway</translation>
    </message>
    <message>
        <source>Set another one in tv.toml, or with --queue or --group. Available: {known}</source>
        <translation>Defina outra opção em tv.toml, ou com --queue ou --group. Disponíveis: {known}</translation>
    </message>
    <message>
        <source>The connection failed; see the log of this program</source>
        <translation>A conexão falhou; consulte o log deste programa</translation>
    </message>
    <message>
        <source>An error in this program keeps the newest figures from being shown; see its log</source>
        <translation>Um erro deste programa impede a exibição dos números mais recentes; consulte o log dele</translation>
    </message>
    <message>
        <source>{url} returned a web page (HTTP {status}), which comes from a proxy or web filter in your network. Ask your administrator to allow the gateway</source>
        <translation>{url} retornou uma página web (HTTP {status}), que vem de um proxy ou filtro da sua rede. Peça ao administrador que libere o gateway</translation>
    </message>
    <message>
        <source>{device} does not forward the answers of {url}: ask your administrator to allow WebSockets, or add the gateway to no_proxy</source>
        <translation>{device} não repassa as respostas de {url}: peça ao administrador que libere WebSockets ou acrescente o gateway a no_proxy</translation>
    </message>
    <message>
        <source>The certificate of {url} is from an unknown authority. Set the gateway&apos;s authority with ca_file; if a proxy inspects encrypted connections, exempt the gateway</source>
        <translation>O certificado de {url} é de uma autoridade desconhecida. Informe a do gateway em ca_file; se um proxy inspeciona as conexões criptografadas, exclua o gateway</translation>
    </message>
    <message>
        <source>The proxy {proxy} cannot be reached: check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>Não foi possível acessar o proxy {proxy}: verifique HTTPS_PROXY ou as configurações de proxy do sistema</translation>
    </message>
    <message>
        <source>{url} does not answer through the proxy {proxy}: allow it there, or add it to no_proxy</source>
        <translation>{url} não responde pelo proxy {proxy}: libere-o no proxy ou acrescente-o a no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} requires a sign-in: set HTTPS_PROXY to http://name:password@proxy, or add the gateway to no_proxy</source>
        <translation>O proxy {proxy} exige autenticação: defina HTTPS_PROXY como http://nome:senha@proxy ou acrescente o gateway a no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} blocks {url} (HTTP {status}): ask your administrator to allow it, or add the gateway to no_proxy</source>
        <translation>O proxy {proxy} bloqueia {url} (HTTP {status}): peça ao administrador que o libere ou acrescente o gateway a no_proxy</translation>
    </message>
    <message>
        <source>The proxy {proxy} broke the connection to {url}: ask your administrator to allow WebSockets, or add the gateway to no_proxy</source>
        <translation>O proxy {proxy} interrompeu a conexão com {url}: peça ao administrador que libere WebSockets ou acrescente o gateway a no_proxy</translation>
    </message>
    <message>
        <source>The configured proxy cannot be used: check HTTPS_PROXY or the system&apos;s proxy settings</source>
        <translation>O proxy configurado não pode ser usado: verifique HTTPS_PROXY ou as configurações de proxy do sistema</translation>
    </message>
    <message>
        <source>{url} cannot be reached. This computer&apos;s proxy is set by the script {script}, which Wallboard does not run: set HTTPS_PROXY to the proxy</source>
        <translation>Não foi possível acessar {url}. O proxy deste computador é definido pelo script {script}, que o Wallboard não executa: informe o proxy em HTTPS_PROXY</translation>
    </message>
</context>
<context>
    <name>queues</name>
    <message>
        <source>Queues</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>No queues yet: the gateway has none to show.</source>
        <translation>Ainda não há filas: o gateway não tem nenhuma para mostrar.</translation>
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
        <source>Longest</source>
        <translation>Maior</translation>
    </message>
    <message>
        <source>In 60 s</source>
        <translation>Em 60 s</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfer.</translation>
    </message>
    <message>
        <source>RNA</source>
        <translation>Sem resp.</translation>
    </message>
    <message>
        <source>AHT</source>
        <translation>TMA</translation>
    </message>
    <message>
        <source>ATQ</source>
        <translation>Tempo fila</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>AHT + wait</source>
        <translation>TMA + espera</translation>
    </message>
    <message>
        <source>Est. wait</source>
        <translation>Esp. est.</translation>
    </message>
    <message>
        <source>Longest ended</source>
        <translation>Maior encerrada</translation>
    </message>
    <message>
        <source>In calls</source>
        <translation>Em ligação</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Logados</translation>
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
        <source>Click to sort the queues by this column; the third click sorts them by severity again.</source>
        <translation>Clique para ordenar as filas por esta coluna; no terceiro clique elas voltam à ordem de gravidade.</translation>
    </message>
    <message>
        <source>AHT {aht} · ATQ {atq} · occupancy {occupancy}</source>
        <translation>TMA {aht} · tempo na fila {atq} · ocupação {occupancy}</translation>
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
        <source>Show only {queue}</source>
        <translation>Mostrar só {queue}</translation>
    </message>
    <message>
        <source>Show all queues</source>
        <translation>Mostrar todas as filas</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colunas</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Ordem</translation>
    </message>
    <message>
        <source>By severity, worst first</source>
        <translation>Por gravidade, as piores primeiro</translation>
    </message>
    <message>
        <source>No agents logged in</source>
        <translation>Nenhum agente logado</translation>
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
        <source>you have view-only access</source>
        <translation>você só tem permissão de visualização</translation>
    </message>
    <message>
        <source>the gateway could not read the request</source>
        <translation>o gateway não conseguiu ler a solicitação</translation>
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
        <source>the call has already moved on</source>
        <translation>a chamada já seguiu adiante</translation>
    </message>
    <message>
        <source>the caller is not in the queue at the moment</source>
        <translation>o cliente está fora da fila neste momento</translation>
    </message>
    <message>
        <source>the call is already being moved</source>
        <translation>a chamada já está sendo transferida</translation>
    </message>
    <message>
        <source>the PBX has no such queue</source>
        <translation>o PABX não tem essa fila</translation>
    </message>
    <message>
        <source>the caller is already waiting in {who}</source>
        <translation>a chamada já está na fila {who}</translation>
    </message>
    <message>
        <source>the PBX has no such agent</source>
        <translation>o PABX não tem esse agente</translation>
    </message>
    <message>
        <source>{who} already has this call</source>
        <translation>{who} já está com esta chamada</translation>
    </message>
    <message>
        <source>{who} is logged out</source>
        <translation>{who} não está logado</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is unreachable</source>
        <translation>{who}: telefone inacessível</translation>
    </message>
    <message>
        <source>{who} is paused</source>
        <translation>{who} está em pausa</translation>
    </message>
    <message>
        <source>{who} has do not disturb on</source>
        <translation>{who} está em “Não perturbe”</translation>
    </message>
    <message>
        <source>{who}&apos;s phone is already ringing</source>
        <translation>{who}: o telefone já está tocando</translation>
    </message>
    <message>
        <source>{who} is in a call</source>
        <translation>{who} está em ligação</translation>
    </message>
    <message>
        <source>{who} is not in a queue call</source>
        <translation>{who} não está em uma chamada de fila</translation>
    </message>
    <message>
        <source>your own extension is not set or cannot be dialled</source>
        <translation>o seu ramal não está definido ou não pode ser discado</translation>
    </message>
    <message>
        <source>this phone is not registered as yours; add to your entry in gateway.toml</source>
        <translation>este telefone não está registrado como seu; acrescente à sua entrada no gateway.toml</translation>
    </message>
    <message>
        <source>your own phone was not answered</source>
        <translation>o seu telefone não foi atendido</translation>
    </message>
    <message>
        <source>you are already in a call: leave it first</source>
        <translation>você já está em uma chamada: saia dela primeiro</translation>
    </message>
    <message>
        <source>you are no longer in this call</source>
        <translation>você não está mais nesta chamada</translation>
    </message>
    <message>
        <source>you are already doing that</source>
        <translation>você já está fazendo isso</translation>
    </message>
    <message>
        <source>only the supervisor who started it can change or end it</source>
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
        <source>the PBX is not set up for this version of Wallboard: tell your administrator</source>
        <translation>o PABX não está configurado para esta versão do Wallboard: avise o administrador</translation>
    </message>
    <message>
        <source>the same request was already sent</source>
        <translation>o mesmo pedido já foi feito</translation>
    </message>
    <message>
        <source>too many requests at once: wait a moment</source>
        <translation>pedidos demais de uma vez: aguarde um momento</translation>
    </message>
    <message>
        <source>you have reached the limit of actions in 24 hours</source>
        <translation>você atingiu o limite de ações em 24 horas</translation>
    </message>
    <message>
        <source>the request reached the gateway too late</source>
        <translation>o pedido chegou ao gateway tarde demais</translation>
    </message>
    <message>
        <source>the gateway cannot record actions now: tell your administrator</source>
        <translation>o gateway não consegue registrar ações agora: avise o administrador</translation>
    </message>
    <message>
        <source>unknown reason: update Wallboard</source>
        <translation>motivo desconhecido: atualize o Wallboard</translation>
    </message>
    <message>
        <source>You are listening to {who}&apos;s call; nobody hears you.</source>
        <translation>Você está escutando a chamada de {who}; ninguém ouve você.</translation>
    </message>
    <message>
        <source>You are whispering: only {who} hears you.</source>
        <translation>Você está sussurrando: só {who} ouve você.</translation>
    </message>
    <message>
        <source>You are in {who}&apos;s call; both hear you.</source>
        <translation>Você está na chamada de {who}; os dois ouvem você.</translation>
    </message>
    <message>
        <source>{subject} was moved to {target}.</source>
        <translation>{subject}: chamada transferida para {target}.</translation>
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
        <source>{who} is on another PBX</source>
        <translation>{who} está em outro PABX</translation>
    </message>
    <message>
        <source>{who} is not paused</source>
        <translation>{who} não está em pausa</translation>
    </message>
    <message>
        <source>{who} does not take this queue&apos;s calls</source>
        <translation>{who} não atende esta fila</translation>
    </message>
    <message>
        <source>{who} is being paused or unpaused already</source>
        <translation>a pausa de {who} já está sendo alterada</translation>
    </message>
    <message>
        <source>Wallboard&apos;s user on the PBX lacks the right to do this: tell your administrator</source>
        <translation>o usuário do Wallboard no PABX não tem permissão para isso: avise o administrador</translation>
    </message>
    <message>
        <source>this PBX cannot do that</source>
        <translation>este PABX não permite isso</translation>
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
        <source>you had view-only access</source>
        <translation>você só tinha permissão de visualização</translation>
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
        <source>the call had already moved on</source>
        <translation>a chamada já tinha seguido adiante</translation>
    </message>
    <message>
        <source>the caller was not in the queue at that moment</source>
        <translation>o cliente estava fora da fila naquele momento</translation>
    </message>
    <message>
        <source>the call was already being moved</source>
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
        <source>the caller was already waiting in {who}</source>
        <translation>a chamada já estava na fila {who}</translation>
    </message>
    <message>
        <source>{who} was on another PBX</source>
        <translation>{who} estava em outro PABX</translation>
    </message>
    <message>
        <source>the PBX had no such agent</source>
        <translation>o PABX não tinha esse agente</translation>
    </message>
    <message>
        <source>{who} already had this call</source>
        <translation>{who} já estava com esta chamada</translation>
    </message>
    <message>
        <source>{who} was logged out</source>
        <translation>{who} não estava logado</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was unreachable</source>
        <translation>{who}: o telefone estava inacessível</translation>
    </message>
    <message>
        <source>{who} was paused</source>
        <translation>{who} estava em pausa</translation>
    </message>
    <message>
        <source>{who} was not paused</source>
        <translation>{who} não estava em pausa</translation>
    </message>
    <message>
        <source>{who} did not take this queue&apos;s calls</source>
        <translation>{who} não atendia esta fila</translation>
    </message>
    <message>
        <source>{who} was being paused or unpaused already</source>
        <translation>a pausa de {who} já estava sendo alterada</translation>
    </message>
    <message>
        <source>{who} had do not disturb on</source>
        <translation>{who} estava em “Não perturbe”</translation>
    </message>
    <message>
        <source>{who}&apos;s phone was already ringing</source>
        <translation>{who}: o telefone já estava tocando</translation>
    </message>
    <message>
        <source>{who} was in a call</source>
        <translation>{who} estava em ligação</translation>
    </message>
    <message>
        <source>{who} was not in a queue call</source>
        <translation>{who} não estava em uma chamada de fila</translation>
    </message>
    <message>
        <source>your own extension was not set or could not be dialled</source>
        <translation>o seu ramal não estava definido ou não pôde ser discado</translation>
    </message>
    <message>
        <source>you were already in a call: leave it first</source>
        <translation>você já estava em uma chamada: saia dela primeiro</translation>
    </message>
    <message>
        <source>you were no longer in this call</source>
        <translation>você não estava mais nesta chamada</translation>
    </message>
    <message>
        <source>you were already doing that</source>
        <translation>você já estava fazendo isso</translation>
    </message>
    <message>
        <source>there were too many requests at once</source>
        <translation>houve pedidos demais de uma vez</translation>
    </message>
    <message>
        <source>you had reached the limit of actions in 24 hours</source>
        <translation>você tinha atingido o limite de ações em 24 horas</translation>
    </message>
    <message>
        <source>the gateway could not record actions: tell your administrator</source>
        <translation>o gateway não conseguiu registrar ações: avise o administrador</translation>
    </message>
    <message>
        <source>the agent</source>
        <translation>o agente</translation>
    </message>
    <message>
        <source>{caller} will wait in {queue}.</source>
        <translation>{caller} passa a aguardar em {queue}.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring immediately.</source>
        <translation>{agent}: o telefone toca imediatamente.</translation>
    </message>
    <message>
        <source>{agent}&apos;s phone will ring immediately and end the wrap-up.</source>
        <translation>{agent}: o telefone toca imediatamente e encerra o pós-atendimento.</translation>
    </message>
    <message>
        <source>If unanswered, {caller} returns to the front of {queue}.</source>
        <translation>Se ninguém atender, {caller} volta para o início da fila {queue}.</translation>
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
        <translation>Não executado: {why}.</translation>
    </message>
    <message>
        <source>{subject}: the PBX did not confirm. Check before you retry.</source>
        <translation>{subject}: o PABX não confirmou. Verifique antes de tentar de novo.</translation>
    </message>
    <message>
        <source>{target} accepted no callers: {subject} returned to the front of the queue.</source>
        <translation>{target} não aceitou chamadas: {subject} voltou para o início da fila.</translation>
    </message>
    <message>
        <source>{target} did not answer: {subject} returned to the front of the queue.</source>
        <translation>{target} não atendeu: {subject} voltou para o início da fila.</translation>
    </message>
    <message>
        <source>{target} answered {subject} after {seconds} s.</source>
        <translation>{target} atendeu {subject} depois de {seconds} s.</translation>
    </message>
    <message>
        <source>{subject} was unpaused in {target}.</source>
        <translation>A pausa de {subject} em {target} foi encerrada.</translation>
    </message>
    <message>
        <source>{subject} was unpaused.</source>
        <translation>A pausa de {subject} foi encerrada.</translation>
    </message>
    <message>
        <source>{subject} will be paused in all queues after the call: {reason}.</source>
        <translation>{subject} entrará em pausa em todas as filas depois da chamada: {reason}.</translation>
    </message>
    <message>
        <source>{subject} will be paused in all queues after the call.</source>
        <translation>{subject} entrará em pausa em todas as filas depois da chamada.</translation>
    </message>
    <message>
        <source>{subject} was paused in {target}: {reason}.</source>
        <translation>{subject} entrou em pausa em {target}: {reason}.</translation>
    </message>
    <message>
        <source>{subject} was paused in {target}.</source>
        <translation>{subject} entrou em pausa em {target}.</translation>
    </message>
    <message>
        <source>{subject} was paused in all queues: {reason}.</source>
        <translation>{subject} entrou em pausa em todas as filas: {reason}.</translation>
    </message>
    <message>
        <source>{subject} was paused in all queues.</source>
        <translation>{subject} entrou em pausa em todas as filas.</translation>
    </message>
    <message>
        <source>You ended {target}&apos;s monitoring of {who}&apos;s call.</source>
        <translation>Você encerrou o monitoramento de {target} na chamada de {who}.</translation>
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
        <translation>Em tempo real</translation>
    </message>
    <message>
        <source>Incomplete: update Wallboard</source>
        <translation>Incompleto: atualize o Wallboard</translation>
    </message>
    <message>
        <source>Delayed since {time}</source>
        <translation>Atrasado desde {time}</translation>
    </message>
    <message>
        <source>PBX lost since {time}</source>
        <translation>Sem PABX desde {time}</translation>
    </message>
    <message>
        <source>PBX unreachable</source>
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
        <source>No such queue or group</source>
        <translation>Fila ou grupo inexistente</translation>
    </message>
    <message>
        <source>The gateway is reading {pbx}.</source>
        <translation>O gateway está lendo {pbx}.</translation>
    </message>
    <message>
        <source>{pbx}: as of {time}.</source>
        <translation>{pbx}: dados das {time}.</translation>
    </message>
    <message>
        <source>Unreadable data</source>
        <translation>Dados ilegíveis</translation>
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
        <source>Figures as of {time}</source>
        <translation>Números das {time}</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Ainda sem números</translation>
    </message>
    <message>
        <source>Gateway unreachable</source>
        <translation>Gateway inacessível</translation>
    </message>
    <message>
        <source>Connecting to the gateway</source>
        <translation>Conectando ao gateway</translation>
    </message>
    <message>
        <source>No data from the gateway. Waiting…</source>
        <translation>Sem dados do gateway. Aguardando…</translation>
    </message>
    <message>
        <source>Gateway unreachable. Retrying automatically.</source>
        <translation>Gateway inacessível. Nova tentativa automática.</translation>
    </message>
    <message>
        <source>The gateway lost the connection to the PBX. Retrying automatically.</source>
        <translation>O gateway perdeu a conexão com o PABX. Nova tentativa automática.</translation>
    </message>
    <message>
        <source>The gateway is reading the state of the PBX.</source>
        <translation>O gateway está lendo o estado do PABX.</translation>
    </message>
    <message>
        <source>The gateway is newer than this Wallboard. What cannot be read here is grey or missing: update Wallboard.</source>
        <translation>O gateway é mais recente que este Wallboard. O que não pode ser lido aqui está em cinza ou ausente: atualize o Wallboard.</translation>
    </message>
    <message>
        <source>Sign in to see your contact centre</source>
        <translation>Entre para ver sua central de atendimento</translation>
    </message>
    <message>
        <source>There is no queue or group {queue}</source>
        <translation>Não existe fila nem grupo {queue}</translation>
    </message>
    <message>
        <source>Not connected to a gateway</source>
        <translation>Sem conexão com um gateway</translation>
    </message>
    <message>
        <source>Calls before that time, or while the PBX connection was down, are not included.</source>
        <translation>Não inclui as chamadas anteriores a esse horário nem as que ocorreram sem conexão com o PABX.</translation>
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
    <message numerus="yes">
        <source>of %Ln offered</source>
        <comment>callers</comment>
        <translation>
            <numerusform>de %Ln oferecida</numerusform>
            <numerusform>de %Ln oferecidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Maior espera</translation>
    </message>
    <message>
        <source>Answered in 60 s</source>
        <translation>Atendidas em 60 s</translation>
    </message>
    <message>
        <source>Callers answered within 60 seconds, out of all who left the queue: answered, abandoned or flowed out. The threshold of the service level does not matter here.</source>
        <translation>Chamadas atendidas em 60 segundos, do total das que saíram da fila: atendidas, abandonadas ou transbordadas. O limite do nível de serviço não conta aqui.</translation>
    </message>
    <message>
        <source>Transfer rate</source>
        <translation>Taxa de transferência</translation>
    </message>
    <message>
        <source>Calls that agents transferred, to a queue or to anybody, out of those they handled.</source>
        <translation>Chamadas que os agentes transferiram, para uma fila ou para outra pessoa, do total das que trataram.</translation>
    </message>
    <message>
        <source>transferred ÷ handled</source>
        <translation>transferidas ÷ tratadas</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln handled</source>
        <comment>calls</comment>
        <translation>
            <numerusform>de %Ln tratada</numerusform>
            <numerusform>de %Ln tratadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Abandono</translation>
    </message>
    <message>
        <source>abandoned ÷ all callers who left the queue</source>
        <translation>abandonadas ÷ saídas da fila</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Atendidas</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Oferecidas</translation>
    </message>
    <message>
        <source>Callers who entered the queue in this period.</source>
        <translation>Chamadas que entraram na fila neste período.</translation>
    </message>
    <message>
        <source>Abandoned calls</source>
        <translation>Chamadas abandonadas</translation>
    </message>
    <message>
        <source>Callers who hung up while waiting in this period.</source>
        <translation>Chamadas desligadas durante a espera neste período.</translation>
    </message>
    <message>
        <source>Rings missed</source>
        <translation>Toques sem resposta</translation>
    </message>
    <message>
        <source>Rings of agents&apos; phones that ended without an answer (RNA) while the caller went on waiting; counted when the wait ends.</source>
        <translation>Toques nos telefones dos agentes que terminaram sem resposta (RNA), enquanto a chamada continuava na fila; contam quando a espera termina.</translation>
    </message>
    <message>
        <source>Flowed out</source>
        <translation>Transbordadas</translation>
    </message>
    <message>
        <source>Callers who left the queue unanswered without hanging up, in this period.</source>
        <translation>Chamadas que saíram da fila sem atendimento e sem desligar, neste período.</translation>
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
        <source>Time in queue</source>
        <translation>Tempo na fila</translation>
    </message>
    <message>
        <source>Average time in queue (ATQ): the mean wait of all who left it, answered, abandoned or flowed out.</source>
        <translation>Tempo médio na fila: a espera média de todas as chamadas que saíram dela, atendidas, abandonadas ou transbordadas.</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>Utilização</translation>
    </message>
    <message>
        <source>Time in calls, wrap-up and ready, out of all the time in which agents were logged in.</source>
        <translation>Tempo em chamada, em pós-atendimento e livre, de todo o tempo logado dos agentes.</translation>
    </message>
    <message>
        <source>(busy + ready) ÷ logged in</source>
        <translation>(ocupados + livres) ÷ logados</translation>
    </message>
    <message>
        <source>Handle time with wait</source>
        <translation>TMA com espera</translation>
    </message>
    <message>
        <source>Average handle time with wait: the mean of talk, hold and wrap-up, plus the mean wait of answered callers. Some centres call this AHT.</source>
        <translation>Tempo médio de atendimento com espera: a média de conversa, espera e pós-atendimento, mais a espera média na fila das chamadas atendidas. Há centrais que chamam isso de TMA.</translation>
    </message>
    <message>
        <source>AHT + ASA</source>
        <translation>TMA + TME</translation>
    </message>
    <message>
        <source>Estimated wait</source>
        <translation>Espera estimada</translation>
    </message>
    <message>
        <source>How long a caller who comes now is likely to wait: the handle time, times the position in the queue, divided by the agents who are ready, ringing, in calls or in wrap-up. 0 while an agent is free.</source>
        <translation>Quanto deve esperar quem ligar agora: o TMA, vezes a posição na fila, dividido pelos agentes livres, chamando, em chamada ou em pós-atendimento. 0 enquanto houver um agente livre.</translation>
    </message>
    <message>
        <source>AHT × position ÷ working agents</source>
        <translation>TMA × posição ÷ agentes trabalhando</translation>
    </message>
    <message>
        <source>± {time}</source>
        <translation>± {time}</translation>
    </message>
    <message>
        <source>Hold share</source>
        <translation>Parcela em hold</translation>
    </message>
    <message>
        <source>The time that callers were on hold, out of the time that agents had them: talk and hold.</source>
        <translation>O tempo em que as chamadas ficaram em espera com o agente, do tempo com os agentes: conversa e espera.</translation>
    </message>
    <message>
        <source>hold ÷ (talk + hold)</source>
        <translation>espera ÷ (conversa + espera)</translation>
    </message>
    <message>
        <source>Longest ended wait</source>
        <translation>Maior espera encerrada</translation>
    </message>
    <message>
        <source>The longest wait that ended in this period, answered or not.</source>
        <translation>A maior espera que terminou neste período, com ou sem atendimento.</translation>
    </message>
    <message>
        <source>Agents ready</source>
        <translation>Agentes livres</translation>
    </message>
    <message>
        <source>Agents in calls</source>
        <translation>Agentes em ligação</translation>
    </message>
    <message>
        <source>Agents who talk with a caller or have one on hold now, out of those logged in.</source>
        <translation>Agentes que falam agora com um cliente ou o têm em espera, entre os logados.</translation>
    </message>
    <message>
        <source>Agents logged in</source>
        <translation>Agentes logados</translation>
    </message>
    <message>
        <source>Agents who are logged in now, in whatever state.</source>
        <translation>Agentes logados agora, em qualquer estado.</translation>
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
        <source>at risk</source>
        <translation>em risco</translation>
    </message>
    <message>
        <source>answered in 60 s ÷ all callers who left the queue</source>
        <translation>atendidas em 60 s ÷ todas as que saíram da fila</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bom</translation>
    </message>
    <message>
        <source>elevated</source>
        <translation>elevado</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>muito alto</translation>
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
    <message numerus="yes">
        <source>%Ln flowed out</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln transbordada</numerusform>
            <numerusform>%Ln transbordadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Callers answered within the threshold. A caller past it counts as missed immediately, however the call ends: “late” are those still waiting, or who flowed out after it.</source>
        <translation>Chamadas atendidas dentro do limite. Uma chamada que passa dele já conta como falha, termine como terminar: “atrasadas” são as que ainda esperam ou transbordaram depois dele.</translation>
    </message>
    <message>
        <source>Callers waiting in the queues now, and how many of them are past the limit.</source>
        <translation>Chamadas que aguardam nas filas agora, e quantas delas além do limite.</translation>
    </message>
    <message>
        <source>Callers who hung up while waiting, out of all who left the queue: answered, abandoned or flowed out.</source>
        <translation>Chamadas desligadas durante a espera, do total das que saíram da fila: atendidas, abandonadas ou transbordadas.</translation>
    </message>
    <message>
        <source>Callers answered by an agent in this period, and how many were offered.</source>
        <translation>Chamadas atendidas por um agente neste período e quantas foram oferecidas.</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln logged in</source>
        <translation>
            <numerusform>de %Ln logado</numerusform>
            <numerusform>de %Ln logados</numerusform>
        </translation>
    </message>
    <message>
        <source>answered only: answered in {threshold} s ÷ answered</source>
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
    <message>
        <source>Agents&apos; time is counted since {time}: the group had other queues before.</source>
        <translation>O tempo dos agentes é contado desde as {time}: antes disso, o grupo tinha outras filas.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past limit</source>
        <comment>callers</comment>
        <translation>
            <numerusform>%Ln atrasada</numerusform>
            <numerusform>%Ln atrasadas</numerusform>
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
        <translation>maioria transbordada</translation>
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
        <source>%Ln min of data missing</source>
        <translation>
            <numerusform>%Ln min sem dados</numerusform>
            <numerusform>%Ln min sem dados</numerusform>
        </translation>
    </message>
    <message>
        <source>mean wait of answered callers</source>
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
        <source>How long the first caller in the queue has been waiting.</source>
        <translation>Há quanto tempo espera a primeira chamada da fila.</translation>
    </message>
    <message>
        <source>Average speed of answer (ASA): the mean wait of answered callers.</source>
        <translation>Tempo médio de espera (TME) das chamadas que foram atendidas.</translation>
    </message>
    <message>
        <source>Average handle time (AHT): talk, hold and wrap-up, counted when the wrap-up ends.</source>
        <translation>Tempo médio de atendimento (TMA): conversa, espera e pós-atendimento, contado quando o pós-atendimento termina.</translation>
    </message>
    <message>
        <source>Time in calls and wrap-up, out of the time in calls, wrap-up and ready.</source>
        <translation>Tempo em ligação e pós-atendimento, do total em ligação, pós-atendimento e livre.</translation>
    </message>
    <message>
        <source>mean wait of all callers who left the queue</source>
        <translation>espera média de todas as que saíram da fila</translation>
    </message>
    <message>
        <source>Agents who can take a call now, out of those logged in.</source>
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
        <translation>Ocupado (ligação própria)</translation>
    </message>
    <message>
        <source>Busy (unknown)</source>
        <translation>Ocupado (causa desconhecida)</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Pós-atend.</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <comment>after a call that the agent refused or missed</comment>
        <translation>Após chamada não atendida</translation>
    </message>
    <message>
        <source>On demand</source>
        <comment>an agent who has to ask for the next call</comment>
        <translation>Sob demanda</translation>
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
        <source>On hold</source>
        <comment>as short as can be</comment>
        <translation>Em espera</translation>
    </message>
    <message>
        <source>Own call</source>
        <comment>as short as can be</comment>
        <translation>Ocupado</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <comment>as short as can be</comment>
        <translation>Inacessível</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <comment>as short as can be: after a missed call</comment>
        <translation>Não atendeu</translation>
    </message>
    <message>
        <source>On demand</source>
        <comment>as short as can be: has to ask for the next call</comment>
        <translation>Sob dem.</translation>
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
        <source>Unknown</source>
        <comment>as short as can be: a state that this version does not have</comment>
        <translation>Desconh.</translation>
    </message>
    <message>
        <source>requested</source>
        <translation>solicitado</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>em andamento</translation>
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
        <translation>c/ abandonos curtos</translation>
    </message>
    <message>
        <source>excl. early</source>
        <translation>s/ abandonos curtos</translation>
    </message>
    <message>
        <source>excl. short</source>
        <translation>s/ curtas</translation>
    </message>
    <message>
        <source>unknown formula</source>
        <translation>fórmula desconhecida</translation>
    </message>
    <message>
        <source>Answered in time, out of answered only</source>
        <translation>Atendidas no prazo, só das atendidas</translation>
    </message>
    <message>
        <source>Answered in time, out of all answered, abandoned or late</source>
        <translation>Atendidas no prazo, de todas as atendidas, abandonadas ou atrasadas</translation>
    </message>
    <message>
        <source>The same, with abandons within the threshold counted as answered in time</source>
        <translation>Idem, os abandonos dentro do limite contam como atendidos no prazo</translation>
    </message>
    <message>
        <source>The same, without abandons within the threshold</source>
        <translation>Idem, os abandonos dentro do limite não contam</translation>
    </message>
    <message>
        <source>The same, without short abandons only</source>
        <translation>Idem, só os abandonos curtos não contam</translation>
    </message>
    <message>
        <source>Unknown formula: update Wallboard</source>
        <translation>Fórmula desconhecida: atualize o Wallboard</translation>
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
        <source>Unknown mode: update Wallboard</source>
        <translation>Modo desconhecido: atualize o Wallboard</translation>
    </message>
    <message>
        <source>Monitored</source>
        <translation>Em escuta</translation>
    </message>
    <message>
        <source>Whispered to</source>
        <translation>Com sussurro</translation>
    </message>
    <message>
        <source>Barged in</source>
        <translation>Com intercalação</translation>
    </message>
    <message>
        <source>In the call, mode unknown</source>
        <translation>Na chamada, modo desconhecido</translation>
    </message>
    <message>
        <source>unknown state: update Wallboard</source>
        <translation>estado desconhecido: atualize o Wallboard</translation>
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
        <source>{connected} of {all} PBXs</source>
        <translation>{connected} de {all} PBX</translation>
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
        <source>Action log: unknown state</source>
        <translation>Registro de ações: estado desconhecido</translation>
    </message>
    <message>
        <source>Unknown state: update Wallboard</source>
        <translation>Estado desconhecido: atualize o Wallboard</translation>
    </message>
    <message>
        <source>Actions are refused</source>
        <translation>Ações recusadas</translation>
    </message>
    <message>
        <source>The gateway cannot record actions now, so it carries out none. See its log.</source>
        <translation>O gateway não consegue registrar ações agora, por isso não executa nenhuma. Consulte o log dele.</translation>
    </message>
    <message>
        <source>Actions are not recorded</source>
        <translation>Ações sem registro</translation>
    </message>
    <message>
        <source>The gateway cannot record actions. See its log.</source>
        <translation>O gateway não consegue registrar ações. Consulte o log dele.</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>tempo esgotado</translation>
    </message>
    <message>
        <source>by keypress</source>
        <translation>por tecla</translation>
    </message>
    <message>
        <source>no agents in the queue</source>
        <translation>fila sem agentes</translation>
    </message>
    <message>
        <source>continued in the dialplan</source>
        <translation>seguiram no plano de discagem</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>retiradas</translation>
    </message>
    <message>
        <source>to another queue</source>
        <translation>para outra fila</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconhecido</translation>
    </message>
    <message>
        <source>unknown exit</source>
        <translation>saída desconhecida</translation>
    </message>
    <message>
        <source>{n} offered</source>
        <translation>{n} oferecidas</translation>
    </message>
    <message>
        <source>{n} carried over</source>
        <translation>{n} vindas de antes</translation>
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
        <translation>{n} transbordadas</translation>
    </message>
    <message>
        <source>{n} with unknown outcome</source>
        <translation>{n} com desfecho desconhecido</translation>
    </message>
    <message>
        <source>{n} still in the queue</source>
        <translation>{n} ainda na fila</translation>
    </message>
    <message>
        <source>Flowed out: {exits}</source>
        <translation>Transbordadas: {exits}</translation>
    </message>
    <message>
        <source>Live again</source>
        <translation>De novo em tempo real</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in wrap-up</source>
        <translation>
            <numerusform>%Ln em pós-atendimento</numerusform>
            <numerusform>%Ln em pós-atendimento</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in cool-down</source>
        <comment>after a call that the agent refused or missed</comment>
        <translation>
            <numerusform>%Ln após chamada não atendida</numerusform>
            <numerusform>%Ln após chamada não atendida</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln on demand</source>
        <comment>agents who have to ask for the next call</comment>
        <translation>
            <numerusform>%Ln sob demanda</numerusform>
            <numerusform>%Ln sob demanda</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ringing</source>
        <comment>agents whose phones ring</comment>
        <translation>
            <numerusform>%Ln tocando</numerusform>
            <numerusform>%Ln tocando</numerusform>
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
        <source>%Ln unreachable</source>
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
    <message>
        <source>Reading {pbx}…</source>
        <translation>Lendo {pbx}…</translation>
    </message>
    <message>
        <source>No connection: {pbxs}</source>
        <translation>Sem conexão: {pbxs}</translation>
    </message>
    <message>
        <source>{pbx} since {time}</source>
        <translation>{pbx} desde {time}</translation>
    </message>
</context>
</TS>
