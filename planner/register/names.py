"""Names for invented people: common ones, most frequent first, by language and, in Danish, by generation. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Given names of women and of men, and family names, each with the most frequent first."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _names(women: str, men: str, families: str) -> Names:
    return Names(tuple(women.split()), tuple(men.split()), tuple(families.split()))


_DANISH_FAMILIES = """
Nielsen Jensen Hansen Andersen Pedersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen
Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Frederiksen Mikkelsen Olesen Lund Henriksen
Laursen Schmidt Eriksen Holm Kristiansen Clausen Simonsen Svendsen Iversen Jeppesen Vestergaard Østergaard Kjær Nissen
Lauridsen Bertelsen Bach Friis Jespersen Mogensen Kjeldsen Bruun Winther Lauritsen Berg Dam Søndergaard Carlsen Skov
Bjerre Toft Krogh Ravn Steffensen Brandt Gregersen Hedegaard Hjorth Balle Lassen Damgaard Ørum Aagaard Bisgaard
Overgaard Storm Beck Buch Nørgaard Munk Dahl Kaas Ibsen Thorsen Juul Højgaard Fisker Bang Bondo Vang Elkjær Kofoed
"""

DANISH_OLD = _names(
    "Kirsten Inge Karen Lis Else Hanne Birthe Anne Inger Jytte Bente Grethe Lene Susanne Ulla Elisabeth Annette Birgit "
    "Gerda Ellen Ruth Rita Margit Vibeke Tove Lone Aase Edith Solveig Connie Jonna Bodil Ingrid Åse Karin",
    "Jens Poul Hans Peter Niels Jørgen Erik Ole Svend Bent Kurt Knud Henning Finn Per Carsten Flemming Leif Preben "
    "Bjarne Torben Kaj Arne Frede Verner Egon Gunnar Steen Børge Aage Villy John Ejvind Søren Ib Mogens Kjeld Ulrik",
    _DANISH_FAMILIES,
)
DANISH_YOUNG = _names(
    "Emma Sofie Ida Freja Anna Laura Mathilde Clara Julie Maja Camilla Maria Louise Mette Line Signe Sara Alberte "
    "Josefine Lærke Karla Frida Agnes Astrid Rikke Trine Nanna Asta Liva Ditte Sille Malou Katrine Stine Tilde Gry",
    "William Noah Oscar Lucas Mads Emil Mikkel Frederik Christian Rasmus Magnus Oliver Malthe Victor Valdemar Anders "
    "Simon Jonas Thomas Kasper Tobias Søren Nikolaj Andreas August Storm Anton Bo Troels Jeppe Sebastian Aksel Rune",
    _DANISH_FAMILIES,
)
ARABIC_SCRIPT = _names(
    "فاطمة مريم سلمى نور هالة ليلى رنا زينب أمل دعاء",
    "محمد أحمد علي حسن عمر يوسف خالد سامر طارق كريم",
    "الحداد النجار الخطيب حمدان منصور الشامي درويش الصباغ",
)
CYRILLIC_SCRIPT = _names(
    "Олена Ірина Наталія Оксана Юлія Тетяна Марія Анна Дарина Соломія",
    "Андрій Олександр Сергій Дмитро Іван Максим Богдан Тарас Роман Юрій",
    "Шевчук Коваленко Бондаренко Ткаченко Мельник Кравчук Олійник Лисенко",
)
ABROAD = {
    "ar": _names("Fatima Mariam Salma Nour Hala Layla Rana Zainab Amal Duaa Huda Samira",
                 "Mohammad Ahmad Ali Hassan Omar Yousef Khaled Samer Tarek Karim Ibrahim Bilal",
                 "Al-Haddad Al-Najjar Khatib Hamdan Mansour Darwish Sabbagh Issa Saleh Kassem"),
    "pl": _names("Anna Katarzyna Agnieszka Małgorzata Joanna Ewa Magdalena Zofia Łucja Beata",
                 "Piotr Krzysztof Tomasz Paweł Marcin Michał Łukasz Jakub Wojciech Mateusz",
                 "Nowak Wójcik Mazur Krawczyk Kaczmarek Zając Król Wróbel Stępień Dudek Pawlak Sikora"),
    "en": _names("Sarah Grace Mary Olivia Chloe Amara Hannah Ruby Nicole Joy",
                 "James Daniel Michael Samuel Joshua Kwame Patrick Ryan David Aaron",
                 "Smith Taylor Wilson Brown Walker Mensah Campbell Turner Cooper Reid"),
    "uk": _names("Olena Iryna Nataliia Oksana Yuliia Tetiana Mariia Anna Daryna Solomiia",
                 "Andrii Oleksandr Serhii Dmytro Ivan Maksym Bohdan Taras Roman Yurii",
                 "Shevchuk Kovalenko Bondarenko Tkachenko Melnyk Kravchuk Oliinyk Lysenko"),
    "ro": _names("Maria Elena Ioana Andreea Mihaela Cristina Daniela Ștefania",
                 "Andrei Alexandru Mihai Ion Gheorghe Cristian Ștefan Bogdan",
                 "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu"),
    "tr": _names("Ayşe Fatma Zeynep Emine Elif Merve Büşra Gül",
                 "Mehmet Mustafa Ahmet Ali Hüseyin İbrahim Emre Yusuf",
                 "Yılmaz Kaya Demir Şahin Çelik Yıldız Aydın Öztürk Arslan Doğan"),
    "de": _names("Anja Sabine Julia Katharina Petra Heike Jutta Lena",
                 "Thomas Michael Stefan Andreas Jürgen Uwe Jan Lukas",
                 "Müller Schneider Fischer Weber Wagner Becker Schulz Hoffmann Koch Richter"),
    "nb": _names("Ingrid Kari Silje Marte Ragnhild Tuva Liv Hege", "Ola Lars Sindre Håkon Eirik Trond Øyvind Sondre",
                 "Haugen Berge Bakken Lie Moen Solberg Strand Dahle Myhre Nygård"),
    "sv": _names("Elin Malin Ebba Linnéa Åsa Karin Maja Wilma", "Erik Nils Gustav Johan Oskar Björn Axel Linus",
                 "Lindberg Lindqvist Bergström Nyström Sandberg Åkesson Öberg Wallin Sjögren"),
    "fa": _names("Maryam Zahra Shirin Parisa Laleh Nasrin", "Reza Hossein Mehdi Amir Farhad Navid",
                 "Ahmadi Hosseini Karimi Rahimi Moradi Sharifi Jafari Rostami"),
    "bs": _names("Amina Lejla Emina Jasmina Selma Mirela", "Emir Adnan Damir Senad Haris Edin",
                 "Hodžić Hadžić Begić Delić Softić Kovačević Alić Mujić"),
    "ur": _names("Ayesha Sana Hina Saima Nadia Rabia", "Usman Imran Bilal Asif Faisal Kamran",
                 "Khan Malik Butt Chaudhry Qureshi Sheikh Mirza Raja"),
    "so": _names("Hodan Ayaan Fadumo Sahra Ifrah Hibo", "Abdi Mohamed Hassan Yusuf Liban Mahad",
                 "Warsame Farah Nur Abdullahi Jama Elmi Aden Osman"),
}
OTHER = _names("Linh Mai Rosa Lucía Chiara Sofia Wei Ama Nimali Austėja",
               "Minh Carlos Marco Luca Chen Kofi Ruwan Jonas Pierre José",
               "Nguyen Tran García Rossi Wang Silva Perera Kazlauskas Petit Costa")
