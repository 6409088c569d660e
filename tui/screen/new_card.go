package screen

import (
	"strings"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// NewCardWords are the parts of a new card that a person gave, in lines of safe text. One or two that were chosen from a list get a line
// each, with their names. More are on one line: otherwise a small terminal would not show the question.
func NewCardWords(n client.NewCard, named map[string]string) []string {
	var words []string
	for _, w := range []struct{ label, value string }{
		{"", n.Name}, {"holder ", n.HolderID}, {"account ", n.AccountID}, {"number ", n.CardNumber},
	} {
		if w.value != "" {
			words = append(words, w.label+w.value)
		}
	}
	lines := []string{ui.Safe(strings.Join(words, ", "))}
	if len(words) == 0 || len(words) > 2 || len(named) == 0 {
		return lines[:min(len(words), 1)]
	}
	lines = nil
	for _, word := range words {
		if name := named[word]; name != "" {
			word += " " + name
		}
		lines = append(lines, ui.Safe(word))
	}
	return lines
}
