"""The database and the stored files together, as they were at one moment, and how they come back.

``making`` writes a folder, ``putting_back`` reads one; ``manifest`` says what is in it,
``databases`` knows the two kinds of database and ``stored_files`` the store.
"""
