"""What may be asked of headquarters, declared once; a room's acts are in the file of its name.

Of a declaration are made: the address at headquarters (``hq.people.endpoints``) with its
permission and the audit entry that it demands, the published description, the command (``cli``)
and the desk's form and list (``ui.desk``).
"""
