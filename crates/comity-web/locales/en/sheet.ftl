# Documents to be printed.

sheet-page = Page { $page } of { $pages }
sheet-words = Six words
sheet-digest = SHA-256
sheet-print = To print
sheet-since = Since
sheet-until = Until
sheet-promised = To whom, and what
sheet-promised-until = Until
sheet-requests = Requests
sheet-signed = Signed for
sheet-from = Handed over by
sheet-taken = Taken over by

letter-signed = Signed on
letter-clocks = Time limits
letter-enclosed = Rests on, and goes with it
letter-exhibit = Exhibit
letter-attached = Annex

order = As an order to print
order-title = Order to a service provider
order-text = What is ordered
order-reference = Number of the order
order-ours = Our reference
order-served = Served on
order-channel = Served by
order-until = Binds until
order-bounds-title = Bounds of this order
order-bounds = This order binds the entity that it names, and nobody who works there in person. It asks for what the entity holds, and for what its technical means can do as they are: for no keys, no back door, and no change to what protects its customers.
order-secrecy-title = Secrecy
order-secrecy = That this order exists, and what it says, must not be told to anybody who does not carry it out, above all not to the customer concerned.
order-secrecy-ended = Secrecy was asked for.
order-secrecy-until = This ends on
order-check = Whether this order is genuine is answered by the office that this State's public directory names, not by a number that stands on the order.
