"""Name lists of our own, for places whose names Faker does not hold in Latin letters, and for children of today.

They are common names, chosen for the demonstration. Nobody in particular is meant.
"""

ENGLISH_BOYS_TODAY = """Noah Oliver George Leo Arthur Luca Theo Freddie Archie Jude Theodore Henry Oscar Charlie Alfie
Finley Arlo Teddy Jack Harry Albie Isaac Rory Elijah Mason Hugo Roman Jacob Lucas Logan Ethan Toby Reuben Ezra Louie
Tommy Bobby Ronnie Reggie Sonny Jenson Harrison Dylan Caleb Jayden Kai Tyler Riley Stanley Albert Frankie Ellis Zachary
Sebastian Nathan Callum Connor Jake Luke Owen Rowan""".split()

ENGLISH_GIRLS_TODAY = """Olivia Amelia Isla Ava Lily Freya Ivy Florence Isabella Mia Elsie Evie Willow Poppy Sienna Daisy
Phoebe Grace Sophia Millie Rosie Matilda Evelyn Ada Harper Maisie Penelope Emilia Arabella Eliza Bonnie Luna Robyn Orla
Violet Hallie Delilah Erin Imogen Thea Ruby Ella Scarlett Lottie Maeve Nancy Iris Aurora Clara Edith Mabel Ottilie Summer
Skye Darcie Lola Heidi Nevaeh Esme Jasmine Chloe Sophie""".split()

CARIBBEAN_BOYS = """Jerome Tyrone Andre Malachi Jermaine Tremaine Kieron Delroy Zion Isaiah Micah Josiah Rashawn Kymani
Denzel Levi Elijah Jaydon Marlon Dwayne""".split()
CARIBBEAN_GIRLS = """Shanice Tanisha Aaliyah Keziah Destiny Chantelle Naomi Rochelle Kadisha Simone Ebony Jada Latoya
Renee Zaria Amara Shaniqua Nevaeh Monique Gabrielle""".split()
CARIBBEAN_FAMILIES = """Campbell Brown Williams Gordon Grant Henry Morgan Reid Francis Clarke Bailey Thompson Johnson
Joseph Charles Pierre Lewis Samuels Barrett McKenzie Facey Blake Palmer Wright Pinnock Bennett""".split()

MUSLIM_BOYS = """Mohammed Muhammad Ahmed Ali Yusuf Ibrahim Hamza Adam Omar Bilal Zain Hassan Hussain Abdullah Musa Isa
Umar Usman Haroon Idris Ismail Khalid Imran Faisal Tariq Kamran Sami Rayyan Ayaan Zakariya Yahya Mustafa Saad Junaid
Adeel Asad Waqas Nabeel Rehan Sufyan""".split()
MUSLIM_GIRLS = """Aisha Fatima Maryam Zainab Khadija Amina Hafsa Safiya Sumaya Zara Sana Iqra Hira Noor Aliza Alina Ayesha
Mariam Sara Laila Yasmin Nadia Sadia Saima Rabia Mehwish Amna Bushra Shazia Nazia Rukhsana Samina Parveen Halima
Inaya Haniya Eshal Anaya""".split()
PAKISTANI_FAMILIES = """Khan Hussain Ahmed Malik Mahmood Iqbal Akhtar Shah Butt Sheikh Mirza Chaudhry Rehman Aslam Raja
Qureshi Saleem Bibi Zaman Javed Nawaz Younis Rafiq Anwar Bashir Aziz Hanif Latif Yousaf Rashid Mehmood Abbasi Siddiqui
Bhatti Dar Arshad Ashraf Khalid Kausar""".split()
BENGALI_FAMILIES = """Miah Begum Uddin Ali Khatun Rahman Islam Hossain Choudhury Ahmed Akhtar Hoque Alam Khanom Kamali Bari
Chowdhury Ullah Haque Sultana Talukdar Sarkar Mia Kabir Hasan Karim""".split()

SOMALI_BOYS = """Abdi Abdirahman Mohamed Ahmed Yusuf Abdullahi Hassan Ismail Liban Mahad Guled Ayanle Zakaria Warsame Jama
Farah Abshir Khalid Bashir Samatar""".split()
SOMALI_GIRLS = """Hodan Ayaan Fadumo Sagal Hibo Ifrah Amina Khadra Nasra Sahra Ubah Ruqiya Muna Halimo Idil Deqa Ilhan
Asha Faiza Najma""".split()
SOMALI_FAMILIES = """Abdi Mohamed Ali Hassan Warsame Farah Omar Jama Osman Ibrahim Aden Duale Guled Nur Egal Hersi Dirie
Samatar Abdullahi Mohamud Hussein Adan Yusuf Elmi Isse""".split()

ARAB_BOYS = """Ahmad Mohammed Omar Youssef Karim Khaled Mahmoud Tarek Samir Bilal Anas Ziad Rami Hadi Jamal Hussein Nabil
Walid Fadi Amir Laith Mazen Othman Sufian""".split()
ARAB_GIRLS = """Fatima Nour Layla Salma Rania Huda Amal Yasmine Dina Hanan Rim Lina Jana Mona Sarah Zahra Hala Noura Abeer
Samar Iman Lamia""".split()
ARAB_FAMILIES = """Haddad Khalil Mansour Saleh Hamdan Nasser Al-Masri Al-Ahmad Hassan Ibrahim Khoury Najjar Darwish Said
Bakr Aziz Taha Fayed Rahal Hamoud Barakat Osman Al-Hussein Zaki Idris""".split()

PERSIAN_BOYS = """Ahmad Reza Farhad Omid Arash Kian Navid Milad Sohrab Habib Zabihullah Najib Hamid Jawad Esmat Karwan
Aram Rebin Hiwa Shvan""".split()
PERSIAN_GIRLS = """Shirin Zahra Maryam Parisa Laleh Nazanin Fereshteh Sahar Mina Roya Soraya Palwasha Lida Freshta Shilan
Avin Jwan Hataw Narges Yasaman""".split()
PERSIAN_FAMILIES = """Ahmadi Hosseini Mohammadi Karimi Rahimi Noori Azizi Safi Stanekzai Rezaei Moradi Sharifi Amiri
Haidari Popal Zadran Jalali Barzani Aziz Sherzad Kamal Rostami""".split()

ERITREAN_BOYS = "Yonas Filmon Samuel Robel Natnael Henok Mebrahtu Tesfay Daniel Kidane Biniam Abel Merhawi Awet".split()
ERITREAN_GIRLS = "Selam Rahel Feven Luwam Bethlehem Saba Winta Eden Helen Miriam Semhar Mihret Danait Yordanos".split()
ERITREAN_FAMILIES = """Tesfay Kidane Ghebremedhin Haile Tekle Berhane Mehari Woldemichael Habte Asfaha Negash Gebreselassie
Araya Solomon""".split()

ROMA_BOYS = "Denis Marian Florin Ionut Robert Kevin Samuel Daniel Roman Milan Jozef Patrik Dominik Rene".split()
ROMA_GIRLS = "Denisa Esmeralda Ramona Larisa Vanesa Nikola Sabina Rebeka Simona Kristina Viorica Anita".split()
ROMA_FAMILIES = "Lacatus Stoica Ciurar Rostas Horvath Kotlar Ziga Balogova Dunka Gina Radu Caldarar Vaida Tanko".split()

TRAVELLER_BOYS = "Paddy Jimmy John Thomas Michael Martin Simey Levi Nelson Miley Bernard Danny Ned Joey Elias Amos".split()
TRAVELLER_GIRLS = "Margaret Bridget Kathleen Mary Shannon Chantelle Brigid Winnie Lena Rosie Teresa Nan Britannia".split()
TRAVELLER_FAMILIES = """McDonagh Ward Connors Doherty Maughan Stokes Cash O'Driscoll Collins Joyce Mongan Delaney Doran
Smith Lee Boswell Cooper Loveridge""".split()

IRISH_FAMILIES = """Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill Reilly Doyle McCarthy Gallagher
Kennedy Lynch Murray Quinn Moore McLoughlin O'Carroll Connolly Daly Nolan Dempsey Brennan""".split()
IRISH_BOYS = """Cillian Conor Sean Oisin Darragh Fionn Eoin Cian Patrick Rian Tadhg Liam Aidan Declan Ronan Niall Padraig
Finn Donnacha Ciaran Brendan""".split()
IRISH_GIRLS = """Aoife Niamh Saoirse Caoimhe Ciara Roisin Sinead Orla Aisling Grainne Clodagh Eimear Maeve Fiadh Siobhan
Deirdre Bronagh Una Nuala Cara""".split()

FILIPINO_BOYS = "Jose Miguel Gabriel Angelo Joshua Mark Christian Carlo Paolo Nathaniel Ramil Rommel Jericho Emmanuel".split()
FILIPINO_GIRLS = "Maria Angelica Jasmine Kristine Princess Althea Andrea Bea Mae Rosalie Jocelyn Marites Liza Camille".split()
FILIPINO_FAMILIES = """Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Flores Ramos Aquino Villanueva Dela-Cruz
Castillo Rivera Pascual""".split()

TAMIL_FAMILIES = """Sivakumar Rajendran Selvarajah Kandasamy Nadarajah Thangarajah Balasubramaniam Yogarajah Pillai
Krishnan Sivanathan Ratnam Arulanandam Murugesu Jeyakumar""".split()

SIKH_BOYS = "Harpreet Gurpreet Arjan Jaspreet Manraj Hardeep Amrit Sukhdev Balraj Jagdeep Karan Gurdeep Ravi Jeevan".split()
SIKH_GIRLS = "Simran Jaspreet Harleen Gurleen Manpreet Kiran Amrit Navneet Jasleen Sukhmani Ravneet Rupinder Asha".split()
SIKH_FAMILIES = "Singh Kaur Gill Dhillon Sandhu Sidhu Grewal Bains Johal Atwal Sahota Dhaliwal Virk Mann".split()

LITHUANIAN_GIRLS = """Gabija Emilija Ugne Austeja Viktorija Kamile Migle Rugile Ieva Egle Ruta Ausra Rasa Jurgita Dovile
Greta Simona Agne""".split()
ALBANIAN_BOYS = "Arben Besnik Dritan Erion Ilir Luan Klajdi Endrit Ardit Fatmir Gentian Leart".split()
ALBANIAN_GIRLS = "Albana Besa Drita Elira Mirela Arta Flutura Ermira Valbona Lule Ana Erza".split()
ALBANIAN_FAMILIES = "Hoxha Shehu Prifti Gjoka Dervishi Leka Krasniqi Berisha Gashi Hysa Muca Kola".split()
CHINESE_BOYS_FIRST = "Wei Jun Ming Hao Zhi Yi Jia Xin Tian Chen Zi Kai Lok Ho Ka".split()
CHINESE_SECOND = "xuan hao yu ming jie ran wen hua long yang lin ying mei ting xin fei".split()
CHINESE_GIRLS_FIRST = "Xin Mei Yu Jia Li Yan Ting Xiao Hui Ying Wing Hoi Sze Wai Yi".split()
