"""Other ways to write the same name: nicknames, transliterations, double-barrelled names, slips of the pen."""

from functools import cache
from random import Random

from unidecode import unidecode

_NICKNAMES = """Alexander:Alex,Sasha,Xander Alexandra:Alex,Lexi,Sasha Alfred:Alfie,Fred Albert:Bertie,Albie
Andrew:Andy,Drew Anthony:Tony,Ant Arthur:Artie Abigail:Abi,Abbie Amelia:Millie,Amy Archie:Arch
Benjamin:Ben,Benji Charlotte:Lottie,Charlie Charles:Charlie,Chaz Christopher:Chris,Kit Christine:Chris,Tina
Daniel:Dan,Danny David:Dave,Davey Deborah:Debbie,Deb Dominic:Dom Dorothy:Dot,Dottie Edward:Ed,Eddie,Ted
Eleanor:Ellie,Nell Elizabeth:Lizzie,Beth,Liz,Betty Emily:Em,Millie Evelyn:Evie,Eve Florence:Flo,Flossie
Francesca:Fran,Frankie Frederick:Fred,Freddie George:Georgie Georgina:Georgie,Gina Gabriel:Gabe
Gabriella:Gabby,Ella Geraldine:Gerry Gregory:Greg Harrison:Harry Henry:Harry,Hal Isabella:Izzy,Bella Isaac:Zac
Jacob:Jake,Jay James:Jim,Jamie,Jimmy Jennifer:Jen,Jenny Jessica:Jess,Jessie John:Johnny,Jack Jonathan:Jon,Jonny
Joseph:Joe,Joey Joshua:Josh Judith:Judy Katherine:Kate,Katie,Kathy Kathleen:Kath,Kathy Kimberley:Kim
Leonard:Len,Leo Lawrence:Larry Lucas:Luke Louise:Lou Lucy:Lu Margaret:Maggie,Meg,Peggy Matilda:Tilly,Mattie
Matthew:Matt,Matty Michael:Mike,Mick,Micky Megan:Meg Mohammed:Mo,Mohi Muhammad:Mo Mohamed:Mo Natalie:Nat
Natasha:Tasha,Nat Nathan:Nate Nicholas:Nick,Nicky Nicola:Nicky,Nic Oliver:Ollie,Oli Olivia:Liv,Livvy Oscar:Ozzy
Pamela:Pam Patricia:Pat,Trish,Tricia Patrick:Paddy,Pat Penelope:Penny,Nell Peter:Pete Philip:Phil
Rebecca:Becky,Becca Reginald:Reggie Richard:Rick,Richie,Dick Robert:Rob,Bob,Bobby,Robbie Ronald:Ron,Ronnie
Rosemary:Rosie,Rose Samuel:Sam,Sammy Samantha:Sam,Sammy Sarah:Sally,Sadie Sebastian:Seb Sophia:Sophie
Stanley:Stan Stephen:Steve,Ste Steven:Steve Stephanie:Steph Susan:Sue,Suzie Terence:Terry Theodore:Theo,Teddy
Theresa:Terri,Tess Thomas:Tom,Tommy Timothy:Tim Valerie:Val Victoria:Vicky,Tori Vincent:Vince
William:Will,Bill,Billy,Liam Winifred:Winnie Zachary:Zac,Zach Zakariya:Zak Ibrahim:Ibby Abdullah:Abdul
Abdirahman:Abdi Khadija:Dija Aleksandra:Ola Katarzyna:Kasia Malgorzata:Gosia Magdalena:Magda Agnieszka:Aga
Joanna:Asia Aleksander:Olek Jakub:Kuba Stanislaw:Staszek Grzegorz:Grzes Volodymyr:Vova Oleksandr:Sasha
Mykola:Kolia Anastasiia:Nastia Oluwaseun:Seun Oluwatobi:Tobi Chukwuemeka:Emeka Harpreet:Harps Gurpreet:Gurp
Jaspreet:Jas Parvinder:Parv Maria:Mia,Masha Alexandru:Alex Gheorghe:George Francisco:Chico"""

_OTHERWISE = """Mohammed:Mohammad,Muhammad,Mohamed Muhammad:Mohammed,Mohammad,Mohamad Mohamed:Mohammed,Mahamed
Mohamud:Mahmoud,Maxamuud Ahmed:Ahmad,Axmed,Achmed Ahmad:Ahmed Hussain:Hussein,Husain,Hossain
Hussein:Hussain,Xuseen Hassan:Hasan,Xasan Yusuf:Yousef,Yousuf,Yusef,Youssef Youssef:Yusuf,Yousef
Ibrahim:Ebrahim,Ibraheem Omar:Umar,Cumar Umar:Omar Usman:Osman,Uthman Osman:Usman,Cusmaan Bilal:Belal
Khaled:Khalid Khalid:Khaled Abdullah:Abdallah,Abdulla Abdi:Cabdi Abdirahman:Abdurahman,Cabdiraxmaan,Abdul-Rahman
Aisha:Ayesha,Aysha,Aishah Ayesha:Aisha,Aesha Fatima:Fatimah,Fathima,Fatema Fadumo:Faduma,Fatuma
Maryam:Mariam,Meryem,Mariyam Mariam:Maryam Zainab:Zaynab,Zeinab Khadija:Khadijah,Khadeeja Amina:Aminah
Nour:Noor,Nur Noor:Nur,Nour Layla:Leila,Laila Laila:Layla Yasmin:Yasmine,Jasmin Yasmine:Yasmin Zahra:Zara,Zahraa
Safiya:Safiyah Choudhury:Chowdhury,Chaudhry,Choudhry Chaudhry:Choudhry,Chowdhury Rahman:Rehman,Rahmaan
Begum:Begam Uddin:Udin,Uddeen Miah:Mia,Miya Khan:Khaan Sheikh:Shaikh,Shaykh Qureshi:Quraishi,Koreshi Singh:Sing
Kaur:Kour Patel:Patil Sandhu:Sandu Krishnan:Krishna Siobhan:Shivaun,Shevaun Sean:Shaun,Shawn Saoirse:Sirsha
Niamh:Neve,Neeve Aoife:Eefa Caoimhe:Keeva Sinead:Shinade Conor:Connor Oisin:Osheen Ciaran:Kieran,Kieron
Ciara:Kiera,Keira Eoin:Owen,Eoghan Catherine:Katherine,Kathryn Katherine:Catherine,Kathryn Sarah:Sara Sara:Sarah
Stephen:Steven Steven:Stephen Geoffrey:Jeffrey Phillip:Philip Philip:Phillip Jayden:Jaden,Jaydon Sophie:Sofie
Sophia:Sofia Zoe:Zoey Isobel:Isabel Isabelle:Isobel Lily:Lilly Harriet:Harriett Teddy:Teddie Louie:Louis
Erin:Eryn Oleksandr:Alexander,Aleksandr Oleksandra:Alexandra Volodymyr:Vladimir Mykola:Nikolai,Mikola
Serhii:Sergey,Sergiy Andrii:Andriy,Andrey Yurii:Yuriy,Yuri Olena:Elena,Helena Hanna:Anna,Ganna Iryna:Irina
Nataliia:Natalia,Natalya Mariia:Maria,Mariya Yuliia:Yulia,Julia Dmytro:Dmitry,Dmitri Mykhailo:Mikhail Wang:Wong
Zhang:Cheung,Chang Chen:Chan Li:Lee Liu:Lau Huang:Wong Zhao:Chiu Wu:Ng Yang:Yeung Xu:Hsu Oluwaseun:Seun
Adebayo:Bayo Warsame:Warsama Jama:Jaamac Farah:Faarax Ali:Aali,Cali Abshir:Absher Rezaei:Rezai Hosseini:Husseini
Tesfay:Tesfai Ghebremedhin:Gebremedhin Yonas:Jonas Selam:Salam O'Brien:Obrien O'Connor:Oconnor O'Neill:Oneill
McDonagh:MacDonagh McCarthy:MacCarthy McKenzie:MacKenzie Thompson:Thomson Clarke:Clark Brown:Browne Smith:Smyth
Reid:Reed Read:Reid Taylor:Tailor Shevchenko:Szewczenko Kovalenko:Kowalenko Bondarenko:Bondarienko Melnyk:Melnik
Boiko:Boyko"""

_SOUNDS = (
    ("kh", "h"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "y"),
    ("ey", "y"),
    ("ai", "ay"),
    ("th", "t"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("ss", "s"),
    ("mm", "m"),
    ("zh", "z"),
    ("dh", "d"),
    ("ya", "ia"),
    ("yi", "i"),
    ("w", "v"),
    ("z", "s"),
    ("c", "k"),
    ("y", "i"),
)


@cache
def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (entry.split(":") for entry in text.split())
    return {name: tuple(others.split(",")) for name, others in rows}


def nickname_of(given: str, chance: Random) -> str:
    """Return what somebody called ``given`` is called at home; a shortened form where no nickname is known."""
    known = _table(_NICKNAMES).get(unidecode(given))
    if known:
        return chance.choice(known)
    first = given.split()[0].split("-")[0]
    return first[:4] if len(first) > 5 else first + ("y" if first[-1].lower() not in "aeiouy" else "")


def written_otherwise(name: str, chance: Random) -> str:
    """Return ``name`` as another clerk wrote it down: a known variant, a letter for its sound, or a slip."""
    known = _table(_OTHERWISE).get(name)
    if known:
        return chance.choice(known)
    lower = name.lower()
    for sound, other in chance.sample(_SOUNDS, len(_SOUNDS)):
        place = lower.find(sound, 1)
        if place > 0:
            return name[:place] + other + name[place + len(sound) :]
    return mistyped(name, chance)


def mistyped(text: str, chance: Random) -> str:
    """Return ``text`` with one letter lost, doubled or changed places with the next."""
    if len(text) < 3:
        return text + text[-1:]
    place = 1 + int(chance.random() * (len(text) - 2))
    slip = int(chance.random() * 3)
    if slip == 0:
        return text[:place] + text[place + 1 :]
    if slip == 1:
        return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def without_diacritics(text: str) -> str:
    """Return ``text`` as a system keeps it that knows no accents."""
    return text if text.isascii() else unidecode(text)
