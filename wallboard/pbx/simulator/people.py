"""Names of agents and callers, and telephone numbers that regulators keep free for fiction."""

from random import Random

_PEOPLE = tuple(
    (first.split(), family.split())
    for first, family in (
        (
            "Ana João Inês Tiago Mariana Rui Beatriz Gonçalo Catarina Nuno Sofia Duarte",
            "Silva Santos Ferreira Pereira Gonçalves Conceição Marques Magalhães Simões Araújo Leitão Brandão",
        ),
        (
            "Rūta Jonas Eglė Tomas Austėja Lukas Gabija Mantas Živilė Darius Ieva Šarūnas",
            "Kazlauskas Petrauskaitė Jankauskas Žukauskas Butkutė Stankevičius Paulauskas Urbonaitė Navickas",
        ),
        (
            "Emma Oliver Charlotte Jack Amelia George Sophie Daniel Grace Callum Megan Owen",
            "Smith Jones Taylor O'Connor Walker Hughes MacDonald Patel Clarke Evans Okafor Bennett",
        ),
        (
            "Lena Jürgen Katrin Stefan Anke Björn Ulrike Matthias Franziska Uwe Heike Jonas",
            "Müller Schäfer Weiß Krüger Hoffmann Vogel Köhler Baumgartner Schulze Böhm Lindemann Yıldız",
        ),
        (
            "Chloé Étienne Camille Rémi Zofia Paweł Agnieszka Lucía Álvaro Giulia Sven Åsa",
            "Lefèvre Moreau Wiśniewska Nowak García Muñoz Rossi Bianchi Lindström Öberg Novák Horváth",
        ),
    )
)
"""First and family names of one language each."""

# (prefix, digits to follow): Ofcom, the North American 555-01xx, Bundesnetzagentur, Arcep, PTS
_FICTION = (
    ("+442079460", 3),
    ("+441632960", 3),
    ("+447700900", 3),
    ("+120255501", 2),
    ("+141555501", 2),
    ("+493023125", 3),
    ("+498999998", 3),
    ("+496990009", 3),
    ("+3319900", 4),
    ("+3363998", 4),
    ("+46846500", 3),
)


def person(rng: Random) -> str:
    """A first and a family name that go together."""
    first, family = rng.choice(_PEOPLE)
    return f"{rng.choice(first)} {rng.choice(family)}"


def people(rng: Random, count: int) -> list[str]:
    """Returns ``count`` (at most some 8,000) different names; an initial distinguishes equal ones."""
    names: dict[str, None] = {}
    while len(names) < count:
        name = person(rng)
        if name in names:
            first, family = name.split(" ", 1)
            name = f"{first} {rng.choice('ABDEFGHJKLMNPRST')}. {family}"
        names[name] = None
    return list(names)


def phone_number(rng: Random) -> str:
    """Returns a number in E.164 that is not in use."""
    prefix, digits = rng.choice(_FICTION)
    return f"{prefix}{rng.randrange(10**digits):0{digits}d}"
