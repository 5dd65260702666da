"""Whether a few words about a case say whose it is by a name. Pure.

What the rules for documents cannot do in pages of prose can be done in one line: a given name has
no business there. It knows common names in England and no other; a name that is an ordinary word or
a place as well (Grace, Victoria) counts only with a surname after it.
"""

import re
from collections.abc import Iterator

COMMON = """
Aaron Abdul Abdullah Abigail Adam Adrian Agnes Agnieszka Ahmed Aidan Aisha Alan Albert Alexander
Alfie Alfred Alice Alison Allan Amanda Amelia Amina Amir Amy Andrea Andrew Angela Anita Anna
Anne Annie Anthony Antonio Archie Arthur Asif Audrey Barbara Barry Beatrice Ben Benjamin Bernard
Beryl Betty Beverley Brenda Brian Bridget Callum Cameron Caroline Catherine Cedric Charles
Charlie Chloe Chris Christian Christina Christine Christopher Claire Clara Clive Colin Connor
Craig Cynthia Cyril Daniel Danielle Darren Dave David Dean Deborah Debra Denise Dennis Derek
Diana Diane Dominic Donald Donna Doreen Doris Dorothy Douglas Duncan Dylan Edith Edward Eileen
Elaine Eleanor Elizabeth Ella Ellen Ellie Elsie Emily Emma Enid Eric Ethan Ethel Eva Evelyn
Farah Fatima Fiona Francesca Francis Freda Frederick Gareth Gary Gavin Geoffrey George Gerald
Gillian Gladys Glenn Gloria Gordon Graham Gurpreet Hannah Harold Harpreet Harriet Harry Hassan
Hazel Helen Henry Hilary Hilda Howard Hugh Hussain Ian Ibrahim Imran Irene Isaac Isabel Isabella
Isla Jacob Jacqueline Jade James Jamie Jane Janet Janice Jasmine Jason Jaspreet Jayne Jean
Jeffrey Jennifer Jeremy Jessica Jill Jim Jimmy Joan Joanna Joanne Jodie Joe Joel John Jonathan
Joseph Josephine Josh Joshua Joyce Judith Julia Julian Julie Karen Kate Katherine Kathleen
Kathryn Katie Keith Kelly Kenneth Kerry Kevin Khadija Kieran Kimberley Krzysztof Kyle Laura
Lauren Lawrence Leah Leanne Lee Leonard Lesley Leslie Lewis Liam Linda Lisa Lorraine Louis
Louise Lucas Lucy Luke Lydia Lynn Malcolm Mandy Manpreet Marcus Margaret Maria Marian Marie
Marion Marjorie Martha Martin Mary Maryam Mason Matthew Maureen Mavis Megan Melanie Melissa
Michael Michelle Mildred Millie Miriam Mohamed Mohammad Mohammed Moira Molly Monica Muhammad
Muriel Myra Nadia Naomi Natalie Natasha Nathan Neil Nicholas Nicola Nigel Noah Nora Norma Norman
Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pauline Peggy Peter Philip
Phoebe Phyllis Piotr Poppy Priya Rachel Rajesh Ralph Raymond Rebecca Reginald Rhys Richard Rita
Robert Roger Ronald Rosemary Ross Roy Russell Ruth Ryan Sadie Saima Sally Sam Samantha Samuel
Sandra Sanjay Sara Sarah Sean Shane Sharon Sheila Shirley Simon Sophia Sophie Stanley Stella
Stephanie Stephen Steve Steven Stewart Stuart Sunita Susan Suzanne Sylvia Tariq Teresa Terence
Thelma Theresa Thomas Timothy Tina Tomasz Toby Tom Tony Tracey Trevor Valerie Vanessa Vera
Veronica Vincent Vivian Walter Wayne Wendy Wilfred William Winifred Yasmin Yusuf Yvonne Zahra
Zainab Zoe
"""
GIVEN_NAMES = frozenset(COMMON.split())
COMMON_WORDS = """
Amber April Carol Charlotte Chelsea Daisy Dawn Faith Florence Frank Georgia Grace Heather Holly
Hope Iris Ivy Jack Joy June Lily Mark Olive Pat Penny Ray Robin Rose Ruby Sue Summer Victoria
Will
"""
ALSO_WORDS = frozenset(COMMON_WORDS.split())
WORD = re.compile(r"(?<![\w’'])(?:(?:St\.?|Saint) )?([A-Z][a-z]+)(?:['’]s)?( [A-Z][a-z]+)?")
INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.\s?){2,}|(?<!\w)[A-Z]\. [A-Z][a-z]+")


def names_in(text: str) -> list[str]:
    """What looks like somebody's name, as it stands, each once."""
    return list(dict.fromkeys(found.strip() for found in _found(text)))


def _found(text: str) -> Iterator[str]:
    yield from INITIALS.findall(text)
    place = 0
    while match := WORD.search(text, place):
        word, surname = match[1], match[2]
        place = match.end(1)
        if match[0].startswith("S") and match[0].partition(" ")[0].rstrip(".") in {"St", "Saint"}:
            continue
        if word in GIVEN_NAMES or (word in ALSO_WORDS and surname):
            yield word + (surname or "")
