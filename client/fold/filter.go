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

// Query is what a person typed into a filter: words that must all be there, in any case and order (see Text).
type Query []string

// NewQuery splits what was typed. A word status:declined or type:refund asks for a status or a type alone, see Asked.
func NewQuery(typed string) Query {
	query := strings.Fields(Text(typed))
	for i, word := range query {
		query[i] = Asked(word)
	}
	return query
}

// In reports whether a folded text has every word of the query.
func (q Query) In(text string) bool {
	for _, word := range q {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Has reports whether a text that is not folded has every word of what was typed.
func Has(text, typed string) bool { return NewQuery(typed).In(Text(text)) }
