-- The last step of the books, which the program can do without: corrections and penalties of a subscriber are found by it.

create index invoice_kind on invoice (subscriber_id, kind, id desc) where kind in ('adjustment', 'penalty');
