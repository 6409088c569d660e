package edit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Literal is a value as TOML writes it.
type Literal string

// Text is a text in quotes. Characters that cannot be seen are escaped.
func Text(text string) Literal {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case !strconv.IsPrint(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		case !strconv.IsPrint(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return Literal(b.String())
}

// Bool is true or false.
func Bool(on bool) Literal { return Literal(strconv.FormatBool(on)) }

// Int is a whole number.
func Int(n int64) Literal { return Literal(strconv.FormatInt(n, 10)) }

// List is a list of texts on one line.
func List(texts ...string) Literal {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = string(Text(text))
	}
	return Literal("[" + strings.Join(all, ", ") + "]")
}

// Pair is a setting of a table, with its value.
type Pair struct {
	Name  string
	Value Literal
}

// Inline is a table on one line.
func Inline(pairs ...Pair) Literal {
	if len(pairs) == 0 {
		return "{}"
	}
	all := make([]string, len(pairs))
	for i, p := range pairs {
		all[i] = Key(p.Name) + " = " + string(p.Value)
	}
	return Literal("{ " + strings.Join(all, ", ") + " }")
}

// splice replaces parts of a text, which must not overlap.
func splice(text []byte, changes ...change) []byte {
	slices.SortFunc(changes, func(a, b change) int { return a.at.from - b.at.from })
	out := make([]byte, 0, len(text)+len(changes)*64)
	done := 0
	for _, c := range changes {
		out = append(append(out, text[done:c.at.from]...), c.by...)
		done = c.at.to
	}
	return append(out, text[done:]...)
}

// change is what comes in the place of a part of the text.
type change struct {
	at span
	by string
}
