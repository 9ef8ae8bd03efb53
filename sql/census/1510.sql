/*
code     = "1510"
severity = "error"
fields   = ["UPN"]
message  = "Expected the first character of the UPN to be the check letter of the rest; found another."
remedy   = "Check the UPN with the school."
reading  = "Worked out only where the other characters are as they should be; those that are not have rules of their own."
*/
select child.child
from census.child as child
where length(child.UPN) = 13
  and regexp_matches(substring(child.UPN, 2, 11), '^[0-9]{11}$')
  and regexp_matches(substring(child.UPN, 13, 1), '^[0-9A-HJ-NP-RT-Z]$')
  and substring(child.UPN, 1, 1) is distinct from substring(
        'ABCDEFGHJKLMNPQRTUVWXYZ',
        1 + (
        2 * (strpos('0123456789', substring(child.UPN, 2, 1)) - 1)
        + 3 * (strpos('0123456789', substring(child.UPN, 3, 1)) - 1)
        + 4 * (strpos('0123456789', substring(child.UPN, 4, 1)) - 1)
        + 5 * (strpos('0123456789', substring(child.UPN, 5, 1)) - 1)
        + 6 * (strpos('0123456789', substring(child.UPN, 6, 1)) - 1)
        + 7 * (strpos('0123456789', substring(child.UPN, 7, 1)) - 1)
        + 8 * (strpos('0123456789', substring(child.UPN, 8, 1)) - 1)
        + 9 * (strpos('0123456789', substring(child.UPN, 9, 1)) - 1)
        + 10 * (strpos('0123456789', substring(child.UPN, 10, 1)) - 1)
        + 11 * (strpos('0123456789', substring(child.UPN, 11, 1)) - 1)
        + 12 * (strpos('0123456789', substring(child.UPN, 12, 1)) - 1)
        + 13 * (case when strpos('0123456789', substring(child.UPN, 13, 1)) > 0 then strpos('0123456789', substring(child.UPN, 13, 1)) - 1 else strpos('ABCDEFGHJKLMNPQRTUVWXYZ', substring(child.UPN, 13, 1)) - 1 end)
        ) % 23,
        1
    )

/* examples

[[example]]
because = "2 to 13 times the characters from the second on, added up; the rest after dividing by 23 picks the letter"
given."census.child" = """
child | UPN
------+--------------
1     | H801200001001
2     | A801200001001
3     |
4     | H80120000100
5     | U80120000100A
"""
expect = [2]

[[example]]
because = "figures of every kind and every place, with a letter at the end and without, each with its check letter and with the next one; a UPN of another length, with a letter inside or a last one that is never used is another rule's"
given."census.child" = """
child | UPN
------+----------------
1     | X012345678901
2     | J987654321098
3     | N370999918273
4     | X55555555555C
5     | B31415926535Z
6     | Z00000000000H
7     | H90000000000J
11    | Y012345678901
12    | K987654321098
13    | P370999918273
14    | Y55555555555C
15    | C31415926535Z
16    | A00000000000H
17    | J90000000000J
30    | A8012000010
31    | A80120000100100
32    | A8012X0001001
33    | A80120000100I
34    | A80120000100S
"""
expect = [11, 12, 13, 14, 15, 16, 17]
*/
