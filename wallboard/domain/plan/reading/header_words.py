"""How columns of plans are called by workforce-management systems, and in English, Portuguese and Lithuanian.

Sources: NICE IEX WFM "CT Active Forecast Export" (Date, Period, CTName, FcstContactsReceived, FcstAHT, FcstReq,
SchedOpen), Calabrio "Forecast file formats", Amazon Connect "Override a forecast", Genesys Cloud "Historical data".
"""

from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """What a column is about."""

    DATE = "date"
    START = "start"
    END = "end"
    LENGTH = "length"
    ZONE = "zone"
    QUEUE = "queue"
    AGENT = "agent"
    CALLS = "calls"
    AHT = "aht"
    TALK = "talk"
    WRAP_UP = "wrap_up"
    REQUIRED = "required"
    SCHEDULED = "scheduled"


FIGURES: Final = (Field.CALLS, Field.AHT, Field.TALK, Field.WRAP_UP, Field.REQUIRED, Field.SCHEDULED)

NAMES: Final[dict[Field, str]] = {
    Field.DATE: """
        date, day, interval date, schedule date, data, dia, data do intervalo, diena, kalendorine diena
    """,
    Field.START: """
        interval start utc date, interval start utc, interval start time, interval start, interval,
        start date time, start datetime, start time, start, period start, period, timestamp, date time,
        datetime, time interval, time, half hour, hour, from, data hora, data e hora, inicio do
        intervalo, hora inicio, hora de inicio, inicio, intervalo, horario, hora, data ir laikas,
        intervalo pradzia, pradzios laikas, pradzia, intervalas, laikas, valanda, nuo
    """,
    Field.END: """
        interval end time, interval end, end date time, end time, end, period end, until, fim do
        intervalo, hora fim, hora de fim, fim, termino, intervalo pabaiga, pabaigos laikas, pabaiga, iki
    """,
    Field.LENGTH: """
        interval length, interval minutes, interval duration, length, duration, duracao do intervalo,
        duracao, intervalo trukme, trukme
    """,
    Field.ZONE: """
        tz, time zone, timezone, fuso horario, fuso, laiko juosta
    """,
    Field.QUEUE: """
        queue name, queue, ct name, contact type, skill name, skill, work queue name, work queue,
        planning group, forecast group, staffing group, staff group, activity, activity name, workload,
        route, service, line of business, lob, group, queue id, ct id, nome da fila, fila, nome da fila
        de espera, fila de espera, competencia, habilidade, servico, grupo, eiles pavadinimas, eile,
        igudis, kompetencija, paslauga, grupe
    """,
    Field.AGENT: """
        agent name, agent, employee name, employee, scheduled agent, nome do agente, agente, nome do
        operador, operador, colaborador, funcionario, agento vardas, agentas, darbuotojo vardas,
        darbuotojas, vardas ir pavarde
    """,
    Field.CALLS: """
        forecast calls, forecasted calls, calls forecast, forecast call volume, forecast volume,
        forecasted volume, volume forecast, forecast contacts, forecasted contacts, forecast offered,
        forecasted offered, fcst contacts received, fcst contacts, fcst calls, fcst volume, planned
        calls, predicted calls, predicted volume, expected calls, incoming contact volume, forecast
        interactions, contacts received forecasted, forecast, chamadas previstas, previsao de chamadas,
        volume previsto, contactos previstos, contatos previstos, ligacoes previstas, chamadas
        planeadas, chamadas planejadas, previsao, prognozuojami skambuciai, skambuciu prognoze,
        prognozuojamas skambuciu skaicius, numatomi skambuciai, planuojami skambuciai, prognoze, calls
        offered, offered, call volume, interaction volume, interactions, contacts, volume, calls,
        chamadas oferecidas, chamadas, ligacoes, contactos, contatos, skambuciu skaicius, skambuciai
    """,
    Field.AHT: """
        forecast aht, forecasted aht, aht forecast, fcst aht, planned aht, predicted aht, expected aht,
        forecast average handle time, handle time forecasted, aht previsto, tma previsto, tmo previsto,
        prognozuojamas aht, planuojamas aht, average handle time, average handling time, avg handle
        time, handle time, aht, tempo medio de atendimento, tempo medio de operacao, tma, tmo, vidutine
        aptarnavimo trukme, vidutinis aptarnavimo laikas, aptarnavimo trukme, vat
    """,
    Field.TALK: """
        average task time, average talk time, talk time, att, tempo medio de conversacao, vidutine
        pokalbio trukme
    """,
    Field.WRAP_UP: """
        after task work, average after task work, after call work, average after call work, acw, wrap up
        time, wrap up, tempo pos atendimento, pos atendimento, darbas po pokalbio, vidutinis darbas po
        pokalbio
    """,
    Field.REQUIRED: """
        required agents, required staff, required staffing, required fte, required headcount, required,
        agents required, staff required, staffing required, forecast requirement, staffing requirement,
        requirements, requirement, commit plan req, rev plan req, fcst req, net staffing requirement,
        positions required, agentes necessarios, operadores necessarios, agentes requeridos,
        necessarios, necessario, requeridos, fte necessario, dimensionamento, reikalingi agentai,
        reikalingas agentu skaicius, reikalingas darbuotoju skaicius, reikalingi darbuotojai, reikia,
        reikalinga, poreikis, agents
    """,
    Field.SCHEDULED: """
        scheduled agents, scheduled staff, scheduled staffing, scheduled fte, scheduled headcount,
        scheduled, agents scheduled, staff scheduled, sched open, planned staff, planned agents,
        staffed, open, agentes escalados, operadores escalados, agentes planeados, agentes programados,
        escalados, escalado, escala, suplanuoti agentai, suplanuotas agentu skaicius, suplanuoti
        darbuotojai, suplanuota, grafike
    """,
}
"""The names of each field, in plain lower case: where a file has several of them, the earliest is meant."""

TOTALS: Final = "total, totals, grand total, sum, total geral, soma, is viso, viso, suma"
"""What rows and columns of sums are called."""
