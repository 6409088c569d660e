package words

import (
	"cmp"

	"cardwallet/client"
)

// SeveralPeople reports whether the movements are of more than one person, me among them; me may be empty. Rows that name nobody are from
// before persons were noted, and count for none.
func SeveralPeople(movements []client.Movement, me string) bool {
	first := me
	for _, m := range movements {
		if first = cmp.Or(first, m.Person); m.Person != "" && m.Person != first {
			return true
		}
	}
	return false
}
