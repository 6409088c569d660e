package fold

import "strings"

// The words with which a filter asks for a status or a type alone: "status:declined", "type:refund".
const (
	StatusWord = "status:"
	TypeWord   = "type:"
)

// tags stand for these words in a text that is searched. Nobody types them: else "stat" would find everything that has a status.
var tags = []struct{ word, tag string }{{StatusWord, "\x01"}, {TypeWord, "\x02"}}

// Asked is a word of a filter, folded, as it is found in a text that is searched. It goes for what is typed and for what is found: a text
// that has a status adds Asked(StatusWord + status).
func Asked(word string) string {
	for _, t := range tags {
		if rest, ok := strings.CutPrefix(word, t.word); ok {
			return t.tag + rest
		}
	}
	return word
}
