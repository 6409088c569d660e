package fold

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// longest is how many bytes a word may have that is compared: what is longer is no word.
const longest = 64

// Nearest returns the word of valid that a person who typed name probably meant: one with a single mistake in it, else the only one that
// begins so, else one with few mistakes. It is empty where none is close. Longer names may differ more; a name of one or two characters is
// not guessed at. Two letters in each other's place count as one mistake, and case as none.
func Nearest(name string, valid []string) string {
	if len(name) < 3 || len(name) > longest {
		return ""
	}
	best, limit := "", 2
	switch {
	case len(name) < 4:
		limit = 1
	case len(name) > 8:
		limit = 3
	}
	for _, word := range valid {
		if d := mistakes(strings.ToLower(name), strings.ToLower(word)); d <= limit {
			best, limit = word, d-1
		}
	}
	if begun := onlyOne(strings.ToLower(name), valid); begun != "" && limit > 0 { // no word has so few as one
		return begun
	}
	return best
}

// onlyOne is the one word that begins with the text; empty where none does or several do.
func onlyOne(beginning string, valid []string) (found string) {
	for _, word := range valid {
		switch {
		case !strings.HasPrefix(strings.ToLower(word), beginning):
		case found != "":
			return ""
		default:
			found = word
		}
	}
	return found
}

// DidYouMean is the question after a word that is not valid: it begins with a semicolon. It is empty where no word is close.
func DidYouMean(name string, valid []string) string {
	if word := Nearest(name, valid); word != "" {
		return fmt.Sprintf("; did you mean %q?", word)
	}
	return ""
}

// mistakes counts what would have to be mended in one word to make it the other.
func mistakes(a, b string) int {
	if swapped(a, b) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether the words differ in nothing but two neighbors that changed places.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}
