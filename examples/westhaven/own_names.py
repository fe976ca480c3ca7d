"""Name lists of our own, for places whose names Faker does not hold in Latin letters, and for children of today.

They are common names, chosen for the demonstration. Nobody in particular is meant.
"""

from examples.westhaven.lists import words

ENGLISH_BOYS_TODAY = words("""Noah Oliver George Leo Arthur Luca Theo Freddie Archie Jude Theodore Henry Oscar
Charlie Alfie Finley Arlo Teddy Jack Harry Albie Isaac Rory Elijah Mason Hugo Roman Jacob Lucas Logan Ethan Toby
Reuben Ezra Louie Tommy Bobby Ronnie Reggie Sonny Jenson Harrison Dylan Caleb Jayden Kai Tyler Riley Stanley
Albert Frankie Ellis Zachary Sebastian Nathan Callum Connor Jake Luke Owen Rowan""")

ENGLISH_GIRLS_TODAY = words("""Olivia Amelia Isla Ava Lily Freya Ivy Florence Isabella Mia Elsie Evie Willow
Poppy Sienna Daisy Phoebe Grace Sophia Millie Rosie Matilda Evelyn Ada Harper Maisie Penelope Emilia Arabella
Eliza Bonnie Luna Robyn Orla Violet Hallie Delilah Erin Imogen Thea Ruby Ella Scarlett Lottie Maeve Nancy Iris
Aurora Clara Edith Mabel Ottilie Summer Skye Darcie Lola Heidi Nevaeh Esme Jasmine Chloe Sophie""")

CARIBBEAN_BOYS = words("""Jerome Tyrone Andre Malachi Jermaine Tremaine Kieron Delroy Zion Isaiah Micah Josiah
Rashawn Kymani Denzel Levi Elijah Jaydon Marlon Dwayne""")
CARIBBEAN_GIRLS = words("""Shanice Tanisha Aaliyah Keziah Destiny Chantelle Naomi Rochelle Kadisha Simone Ebony
Jada Latoya Renee Zaria Amara Shaniqua Nevaeh Monique Gabrielle""")
CARIBBEAN_FAMILIES = words("""Campbell Brown Williams Gordon Grant Henry Morgan Reid Francis Clarke Bailey
Thompson Johnson Joseph Charles Pierre Lewis Samuels Barrett McKenzie Facey Blake Palmer Wright Pinnock Bennett""")

MUSLIM_BOYS = words("""Mohammed Muhammad Ahmed Ali Yusuf Ibrahim Hamza Adam Omar Bilal Zain Hassan Hussain
Abdullah Musa Isa Umar Usman Haroon Idris Ismail Khalid Imran Faisal Tariq Kamran Sami Rayyan Ayaan Zakariya
Yahya Mustafa Saad Junaid Adeel Asad Waqas Nabeel Rehan Sufyan""")
MUSLIM_GIRLS = words("""Aisha Fatima Maryam Zainab Khadija Amina Hafsa Safiya Sumaya Zara Sana Iqra Hira Noor
Aliza Alina Ayesha Mariam Sara Laila Yasmin Nadia Sadia Saima Rabia Mehwish Amna Bushra Shazia Nazia Rukhsana
Samina Parveen Halima Inaya Haniya Eshal Anaya""")
PAKISTANI_FAMILIES = words("""Khan Hussain Ahmed Malik Mahmood Iqbal Akhtar Shah Butt Sheikh Mirza Chaudhry
Rehman Aslam Raja Qureshi Saleem Bibi Zaman Javed Nawaz Younis Rafiq Anwar Bashir Aziz Hanif Latif Yousaf Rashid
Mehmood Abbasi Siddiqui Bhatti Dar Arshad Ashraf Khalid Kausar""")
BENGALI_FAMILIES = words("""Miah Begum Uddin Ali Khatun Rahman Islam Hossain Choudhury Ahmed Akhtar Hoque Alam
Khanom Kamali Bari Chowdhury Ullah Haque Sultana Talukdar Sarkar Mia Kabir Hasan Karim""")

SOMALI_BOYS = words("""Abdi Abdirahman Mohamed Ahmed Yusuf Abdullahi Hassan Ismail Liban Mahad Guled Ayanle
Zakaria Warsame Jama Farah Abshir Khalid Bashir Samatar""")
SOMALI_GIRLS = words("""Hodan Ayaan Fadumo Sagal Hibo Ifrah Amina Khadra Nasra Sahra Ubah Ruqiya Muna Halimo
Idil Deqa Ilhan Asha Faiza Najma""")
SOMALI_FAMILIES = words("""Abdi Mohamed Ali Hassan Warsame Farah Omar Jama Osman Ibrahim Aden Duale Guled Nur
Egal Hersi Dirie Samatar Abdullahi Mohamud Hussein Adan Yusuf Elmi Isse""")

ARAB_BOYS = words("""Ahmad Mohammed Omar Youssef Karim Khaled Mahmoud Tarek Samir Bilal Anas Ziad Rami Hadi
Jamal Hussein Nabil Walid Fadi Amir Laith Mazen Othman Sufian""")
ARAB_GIRLS = words("""Fatima Nour Layla Salma Rania Huda Amal Yasmine Dina Hanan Rim Lina Jana Mona Sarah Zahra
Hala Noura Abeer Samar Iman Lamia""")
ARAB_FAMILIES = words("""Haddad Khalil Mansour Saleh Hamdan Nasser Al-Masri Al-Ahmad Hassan Ibrahim Khoury
Najjar Darwish Said Bakr Aziz Taha Fayed Rahal Hamoud Barakat Osman Al-Hussein Zaki Idris""")

PERSIAN_BOYS = words("""Ahmad Reza Farhad Omid Arash Kian Navid Milad Sohrab Habib Zabihullah Najib Hamid Jawad
Esmat Karwan Aram Rebin Hiwa Shvan""")
PERSIAN_GIRLS = words("""Shirin Zahra Maryam Parisa Laleh Nazanin Fereshteh Sahar Mina Roya Soraya Palwasha Lida
Freshta Shilan Avin Jwan Hataw Narges Yasaman""")
PERSIAN_FAMILIES = words("""Ahmadi Hosseini Mohammadi Karimi Rahimi Noori Azizi Safi Stanekzai Rezaei Moradi
Sharifi Amiri Haidari Popal Zadran Jalali Barzani Aziz Sherzad Kamal Rostami""")

ERITREAN_BOYS = words(
    """Yonas Filmon Samuel Robel Natnael Henok Mebrahtu Tesfay Daniel Kidane Biniam Abel Merhawi Awet"""
)
ERITREAN_GIRLS = words("Selam Rahel Feven Luwam Bethlehem Saba Winta Eden Helen Miriam Semhar Mihret Danait Yordanos")
ERITREAN_FAMILIES = words("""Tesfay Kidane Ghebremedhin Haile Tekle Berhane Mehari Woldemichael Habte Asfaha
Negash Gebreselassie Araya Solomon""")

ROMA_BOYS = words("Denis Marian Florin Ionut Robert Kevin Samuel Daniel Roman Milan Jozef Patrik Dominik Rene")
ROMA_GIRLS = words("Denisa Esmeralda Ramona Larisa Vanesa Nikola Sabina Rebeka Simona Kristina Viorica Anita")
ROMA_FAMILIES = words(
    """Lacatus Stoica Ciurar Rostas Horvath Kotlar Ziga Balogova Dunka Gina Radu Caldarar Vaida Tanko"""
)

TRAVELLER_BOYS = words(
    """Paddy Jimmy John Thomas Michael Martin Simey Levi Nelson Miley Bernard Danny Ned Joey Elias Amos"""
)
TRAVELLER_GIRLS = words(
    """Margaret Bridget Kathleen Mary Shannon Chantelle Brigid Winnie Lena Rosie Teresa Nan Britannia"""
)
TRAVELLER_FAMILIES = words("""McDonagh Ward Connors Doherty Maughan Stokes Cash O'Driscoll Collins Joyce Mongan
Delaney Doran Smith Lee Boswell Cooper Loveridge""")

IRISH_FAMILIES = words("""Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill Reilly Doyle
McCarthy Gallagher Kennedy Lynch Murray Quinn Moore McLoughlin O'Carroll Connolly Daly Nolan Dempsey Brennan""")
IRISH_BOYS = words("""Cillian Conor Sean Oisin Darragh Fionn Eoin Cian Patrick Rian Tadhg Liam Aidan Declan
Ronan Niall Padraig Finn Donnacha Ciaran Brendan""")
IRISH_GIRLS = words("""Aoife Niamh Saoirse Caoimhe Ciara Roisin Sinead Orla Aisling Grainne Clodagh Eimear Maeve
Fiadh Siobhan Deirdre Bronagh Una Nuala Cara""")

FILIPINO_BOYS = words(
    """Jose Miguel Gabriel Angelo Joshua Mark Christian Carlo Paolo Nathaniel Ramil Rommel Jericho Emmanuel"""
)
FILIPINO_GIRLS = words(
    """Maria Angelica Jasmine Kristine Princess Althea Andrea Bea Mae Rosalie Jocelyn Marites Liza Camille"""
)
FILIPINO_FAMILIES = words("""Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Flores Ramos Aquino
Villanueva Dela-Cruz Castillo Rivera Pascual""")

TAMIL_FAMILIES = words("""Sivakumar Rajendran Selvarajah Kandasamy Nadarajah Thangarajah Balasubramaniam
Yogarajah Pillai Krishnan Sivanathan Ratnam Arulanandam Murugesu Jeyakumar""")

SIKH_BOYS = words(
    """Harpreet Gurpreet Arjan Jaspreet Manraj Hardeep Amrit Sukhdev Balraj Jagdeep Karan Gurdeep Ravi
Jeevan"""
)
SIKH_GIRLS = words(
    """Simran Jaspreet Harleen Gurleen Manpreet Kiran Amrit Navneet Jasleen Sukhmani Ravneet Rupinder Asha"""
)
SIKH_FAMILIES = words("Singh Kaur Gill Dhillon Sandhu Sidhu Grewal Bains Johal Atwal Sahota Dhaliwal Virk Mann")

LITHUANIAN_GIRLS = words("""Gabija Emilija Ugne Austeja Viktorija Kamile Migle Rugile Ieva Egle Ruta Ausra Rasa
Jurgita Dovile Greta Simona Agne""")
ALBANIAN_BOYS = words("Arben Besnik Dritan Erion Ilir Luan Klajdi Endrit Ardit Fatmir Gentian Leart")
ALBANIAN_GIRLS = words("Albana Besa Drita Elira Mirela Arta Flutura Ermira Valbona Lule Ana Erza")
ALBANIAN_FAMILIES = words("Hoxha Shehu Prifti Gjoka Dervishi Leka Krasniqi Berisha Gashi Hysa Muca Kola")
CHINESE_BOYS_FIRST = words("Wei Jun Ming Hao Zhi Yi Jia Xin Tian Chen Zi Kai Lok Ho Ka")
CHINESE_SECOND = words("xuan hao yu ming jie ran wen hua long yang lin ying mei ting xin fei")
CHINESE_GIRLS_FIRST = words("Xin Mei Yu Jia Li Yan Ting Xiao Hui Ying Wing Hoi Sze Wai Yi")
