package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	replacement = "\uFFFD"
	// maxMarks is how many combining marks one base may carry. More would climb into the lines above and below.
	maxMarks = 4

	zeroWidthJoiner = '\u200D'
	emojiSelector   = '\uFE0F'
	keycap          = '\u20E3'
)

// Safe makes text that came from outside fit to be drawn on one line. It strips escape sequences, control characters (C0, DEL,
// C1), bidi controls and other invisible characters; tabs and line ends become a space; what is not valid UTF-8, not assigned, or
// an emoji of several code points becomes U+FFFD; a base carries at most four combining marks. What is left takes the same number
// of cells in every terminal that follows wcwidth, and Safe of it is the same again.
func Safe(s string) string {
	if plain(s) || ours(s) {
		return s
	}
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), replacement)
	s = dropInvisible(ansi.Strip(s))
	var out strings.Builder
	out.Grow(len(s))
	for s != "" {
		cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		out.WriteString(safeCluster(cluster))
		s = s[len(cluster):]
	}
	return out.String()
}

// SafeText is Safe for text of several lines: it keeps \n, and nothing else that moves the cursor.
func SafeText(s string) string {
	if plain(s) {
		return s
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = Safe(line)
	}
	return strings.Join(lines, "\n")
}

// SafeJSON is Safe for a JSON document, which keeps its meaning: what a terminal could obey or be fooled by is written as \u escapes.
// encoding/json does so only below U+0020.
func SafeJSON(document []byte) []byte {
	if plain(strings.ReplaceAll(string(document), "\n", "")) {
		return document
	}
	out := make([]byte, 0, len(document))
	for _, r := range string(document) {
		switch {
		case r == '\n' || unicode.IsPrint(r) && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

// plain reports whether s is printable ASCII, which nearly all text is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// ours reports whether s has nothing but printable ASCII and symbols of ours, such as the mark of a status and its word.
func ours(s string) bool {
	for _, r := range s {
		if r < ' ' || r > '~' && inASCII[r] == 0 {
			return false
		}
	}
	return true
}

// dropInvisible removes or replaces single characters. The zero-width joiner and the emoji selector stay for now: they tell
// safeCluster that a cluster is an emoji.
func dropInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\v', r == '\f', r == '\r', r == '\u0085':
			return ' '
		case r == zeroWidthJoiner, r == emojiSelector:
			return r
		case unicode.Is(unicode.Z, r): // every kind of space, line and paragraph separators
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			return -1
		case !unicode.IsGraphic(r): // private use and not assigned: no two terminals agree on them
			return utf8.RuneError
		}
		return r
	}, s)
}

// safeCluster makes what a terminal draws as one character safe.
func safeCluster(cluster string) string {
	if emojiSequence(cluster) {
		return replacement
	}
	var out strings.Builder
	marks, based := 0, false
	for _, r := range cluster {
		switch {
		case r == zeroWidthJoiner || r == emojiSelector:
		case unicode.Is(unicode.M, r):
			if marks++; based && marks <= maxMarks {
				out.WriteRune(r)
			}
		default:
			marks, based = 0, true
			out.WriteRune(r)
		}
	}
	safe := out.String()
	// Where terminals cannot agree on the width, columns would shift and the renderer would leave stale cells.
	if width := ansi.StringWidth(safe); width != ansi.StringWidthWc(safe) || width == 0 && safe != "" {
		return replacement
	}
	return safe
}

// emojiSequence reports whether the cluster is an emoji of several code points: a flag, a keycap, a skin tone, a family.
func emojiSequence(cluster string) bool {
	several := utf8.RuneCountInString(cluster) > 1
	for _, r := range cluster {
		switch {
		case r >= 0x1F1E6 && r <= 0x1F1FF, r >= 0x1F3FB && r <= 0x1F3FF: // also alone, or two could meet
			return true
		case several && (r == emojiSelector || r == keycap):
			return true
		case several && r == zeroWidthJoiner && unicode.In(firstRune(cluster), unicode.So, unicode.Sk):
			return true
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
