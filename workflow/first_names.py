"""List first names that people in England are given, by which a person is told from a place."""

from __future__ import annotations

__all__ = ["FIRST_NAMES"]

_WRITTEN = """
aaliyah aaron abbie abdul abdullah abigail adam adeel adnan ahmed aiden aisha aiysha alan alex
alexander alfie ali alice alicia alina amara amber amelia amina amir amna amy andrew angel anisa
anna annie anthony archie arham arlo asad ashley asif asma ava ayaan ayesha bailey beatrice ben
benjamin beth bethany bilal billy bobby bradley brandon brooke caitlin callum cameron carl carla
carter casey charlie charlotte chelsea chloe chris christopher cody connor corey courtney craig
daisy damian daniel danielle darcey dave david declan denise dylan eden edward eleanor elijah
ella ellie elliot elsie emily emma erin ethan eva eve evie ewan faisal faith farah farhan fatima
fatimah finlay finley florence frankie freddie freya gabriel gemma george georgia grace gracie
habib hafsa haider hamza hannah haris harley harriet harrison harry haseeb hassan heidi henry
hollie holly humza husna hussain ibrahim imaan imogen imran iqra isaac isabel isabella isabelle
isla ismail jack jackson jacob jade jaden jake james jamie jasmine jason jay jayden jenna
jennifer jenson jess jessica jodie joe joel john jon jordan joseph josh joshua jude julia kacey
kai kaitlyn kane karen karl kate katie kayla kayleigh keira kelly kelsey khadija khadijah kian
kieran kim kirsty kyle lacey laiba lara laura lauren layla leah leanne lee leo leon leona levi
lewis lexi liam libby lily lisa logan lola lottie louis louise luca lucas lucy luke lydia maisie
malik maria mariam martha maryam mason matilda matthew max maya mckenzie megan mia michael
michelle mikey millie mina mohamed mohammad mohammed molly morgan muhammad musa mustafa nadia
naima nasir natalie nathan niamh nicole noah noor oliver olivia ollie oscar owen paige patrick
paul peter phoebe poppy rachel rahim rania rebecca reece reuben rhys riley robert robyn rory
rosie ruby ruth ryan saad saba sabrina safa sahil saima sam samantha samira samuel sana sara
sarah scarlett scott sean sebastian seth shabana shahid shannon shaun shay shreya sienna simon
skye sofia sonia sophia sophie stanley stephen stuart sumaiya summer tahira taylor teddy thea
theo thomas tia tilly tobias toby tom tommy tyler umar usman victoria violet wasim will william
willow yasmin yusuf zac zack zahra zain zainab zak zara zayn zoe zubair
"""

FIRST_NAMES = frozenset(_WRITTEN.split())
