package ui

import "strings"

// Haystack is the text of one row, made ready for filtering once, when the row is made: the parts in lower case with a separator
// that nobody types.
func Haystack(parts ...string) string { return strings.ToLower(strings.Join(parts, "\n")) }

// Query is what a person typed into a filter: words that must all be there, in any case and order.
type Query []string

// NewQuery splits what was typed.
func NewQuery(typed string) Query { return strings.Fields(strings.ToLower(typed)) }

// Matches reports whether a haystack has every word. An empty query matches all.
func (q Query) Matches(haystack string) bool {
	for _, word := range q {
		if !strings.Contains(haystack, word) {
			return false
		}
	}
	return true
}
