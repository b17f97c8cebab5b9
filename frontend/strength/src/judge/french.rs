//! French words and passwords that everybody thinks of, most likely first. Without accents:
//! the judge folds them.

pub const WORDS: &str = "
motdepasse azerty azertyuiop bonjour soleil doudou loulou jetaime chouchou marseille chocolat
coucou nicolas camille pompier princesse motdepasse1 amour marie julien thomas maman papa bisous
mamour cheval poisson secret toulouse lyon paris bordeaux nantes lille rennes nice strasbourg
montpellier football rugby tennis vacances bebe lapin chaton chat chien poulette minou cherie cheri
coeur ange anges bonbon fraise framboise cerise banane pomme poire citron orange caramel vanille
nutella tartine croissant baguette fromage camembert raclette crepe gateau saucisse jambon
aurore aurelie sandrine stephanie nathalie isabelle valerie sylvie catherine monique francoise
christine martine brigitte veronique celine virginie delphine sabrina melanie emilie julie laura
pauline manon lea chloe emma jade louise alice lola ines sarah eva anna lucie clara juliette
charlotte mathilde margaux oceane marine morgane elodie caroline laetitia audrey amelie
pierre jean michel alain philippe patrick daniel bernard christian gerard jacques francois andre
claude rene robert marcel roger henri georges paul louis lucien guy serge didier pascal thierry
bruno eric laurent frederic olivier stephane christophe david sebastien jerome guillaume
alexandre maxime antoine mathieu romain kevin anthony florian quentin clement valentin hugo lucas
theo enzo nathan gabriel raphael arthur jules adam leo tom noah ethan mael sacha timeo
aubry martin bernard dubois durand leroy moreau simon lefebvre roux fournier girard bonnet dupont
lambert fontaine rousseau vincent muller faure mercier blanc guerin boyer garnier chevalier
france francais francaise bretagne normandie alsace corse provence bourgogne champagne savoie
auvergne lorraine picardie vendee gironde finistere morbihan reunion martinique guadeloupe
belgique suisse quebec maroc algerie tunisie senegal portugal espagne italie
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
lundi mardi mercredi jeudi vendredi samedi dimanche printemps ete automne hiver noel paques
maison jardin voiture moto velo camion bateau avion train ecole college lycee travail bureau
ordinateur telephone internet facebook google orange wanadoo free laposte gmail hotmail yahoo
banque argent carte credit code codes compte client admin administrateur utilisateur invite test
essai bienvenue entrer ouvrir ouvretoi sesame motpasse passe passer password mdp monmotdepasse
sante medecin docteur docteure pharmacie hopital clinique infirmiere infirmier dentiste malade
maladie ordonnance analyse vitale cartevitale ameli mutuelle secu securite securitesociale dossier
dossiermedical doctolib diabete coeur sang covid vaccin grossesse retraite
psg om ol asse losc omnice olympique zidane mbappe platini ronaldo messi neymar allezlesbleus
champion champions equipe supporter ballon but victoire
liberte egalite fraternite republique marianne tricolore revolution bastille eiffel toureiffel
napoleon astérix asterix obelix tintin milou schtroumpf gaston lucky mickey minnie pikachu pokemon
naruto goku starwars batman superman spiderman harrypotter matrix minecraft fortnite
bleu rouge vert jaune noir blanc rose violet gris marron turquoise argent dore
un deux trois quatre cinq six sept huit neuf dix onze douze treize cent mille premier
etoile lune terre ciel mer ocean plage sable montagne foret riviere fleur rose tulipe marguerite
tournesol lavande olivier chene arbre nature oiseau papillon coccinelle abeille fourmi souris
lion tigre ours loup renard panthere dauphin requin baleine tortue serpent dragon licorne elephant
girafe singe vache cochon mouton canard poule coq ane chevre grenouille hibou aigle faucon
musique guitare piano violon chanson danse cinema film theatre livre lecture photo video jeux jouer
gamer pirate hacker ninja warrior killer
bon bonne beau belle grand grande petit petite gros jeune vieux nouveau nouvelle joli jolie mignon
gentil mechant heureux heureuse content triste super genial cool top
vie mort ami amie amis copain copine frere soeur oncle tante cousin mamie papi papy grandmere
grandpere enfant enfants fille garcon femme homme mari famille mariage naissance anniversaire
merci pardon salut aurevoir bonsoir bonnenuit bonnejournee ouioui nonnon peutetre jamais toujours
tout rien quoi comment pourquoi quand avec sans pour dans sous entre apres avant
jesuis moi toi nous vous lui elle mon ton son notre votre leur
jetaimemaman jetaimepapa jetadore tuesmonamour monamour monange moncoeur mavie mapuce puce pupuce
titi toto tata tutu lulu lili nini nono momo mimi nana fifi riri zaza zizou bibi bobo dada gigi
juju kiki loulette doudoune choupette choupinette nounours nounou pepette pitchoune ptitloup
poupette poupee princesse prince reine roi chevalier magicien sorciere fee fantome diable dieu
jesus allah maria ave paix espoir foi charite bouddha
medor rex felix minette grisou filou caramel rocky oscar simba chipie cannelle praline ulysse
azerty123 azerty1 azerty12 azertyui azertyuio qsdfghjklm wxcvbn qsdfgh aqwzsx aqwxsz nbvcxw
azeqsdwxc a1z2e3r4 a1z2e3r4t5 aze123 azerqsdf abcdef abcdefgh abc123 abcd1234
soleil1 soleil123 bonjour1 bonjour123 marseille13 paris75 lyon69 toulouse31 loulou1 doudou1
changer changezmoi changemoi provisoire temporaire defaut default defaut123 identifiant
connexion accueil portail intranet entreprise societe mairie prefecture gendarmerie police armee
";
