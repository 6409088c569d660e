package edit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"
)

// names are few, so that tables meet, and some need quotes.
var names = []string{"a", "b", "profiles", "x.y", `q"uo\te`, "", "ü", "tab\t"}

var (
	drawName  = rapid.SampledFrom(names)
	drawSpace = rapid.SampledFrom([]string{"", "", " ", "\t", "   "})
	drawTail  = rapid.SampledFrom([]string{"", "", " # why", "\t#= [x] \"", "   "})
)

// key writes a path in one of the ways in which TOML takes it.
func key(t *rapid.T, path ...string) string {
	var parts []string
	for _, part := range path {
		forms := []string{string(Text(part))}
		if part != "" && !strings.ContainsFunc(part, notBare) {
			forms = append(forms, part, part)
		}
		if !strings.ContainsAny(part, "'\t\\") {
			forms = append(forms, "'"+part+"'")
		}
		parts = append(parts, rapid.SampledFrom(forms).Draw(t, "form"))
	}
	dot := rapid.SampledFrom([]string{".", ".", " . "}).Draw(t, "dot")
	return strings.Join(parts, dot)
}

// value writes any value, most of them with what looks like something else.
func value(t *rapid.T, depth int, nl string) string {
	texts := []string{`"x"`, `"a # b = [c] \" }"`, `'it\ # = {'`, "\"\"\"" + nl + "one\"" + nl + "# two = 2\\" + nl + "  \"\"\"", "'''" + nl +
		"[no]" + nl + "k = 1'''", "true", "-17", "0xff_ff", "1e3", "1979-05-27T07:32:00Z", "07:32:00", "nan", `""`, "{}", "[]"}
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	if depth > 2 || kind < 4 {
		return rapid.SampledFrom(texts).Draw(t, "value")
	}
	n, space := rapid.IntRange(0, 3).Draw(t, "n"), drawSpace.Draw(t, "space")
	comma, wide := "", rapid.Bool().Draw(t, "wide")
	var b strings.Builder
	used := map[string]bool{}
	for range n {
		item := value(t, depth+1, nl)
		if kind == 5 {
			name := drawName.Draw(t, "name")
			if used[name] {
				continue
			}
			used[name] = true
			item = key(t, name) + space + "=" + space + item
		}
		b.WriteString(comma + space)
		if wide {
			b.WriteString("# about, this } ]" + nl + "\t")
		}
		b.WriteString(item)
		comma = ","
	}
	if b.Len() > 0 && rapid.Bool().Draw(t, "trailing") {
		b.WriteString(",")
	}
	if wide {
		b.WriteString(" # end ]" + nl)
	}
	if kind == 5 {
		return "{" + b.String() + space + "}"
	}
	return "[" + b.String() + space + "]"
}

// document writes lines that are TOML together: those that would break it are left out.
func document(t *rapid.T) []byte {
	nl := rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "newline")
	text := []byte(rapid.SampledFrom([]string{"", "", bom}).Draw(t, "mark"))
	for range rapid.IntRange(0, 14).Draw(t, "lines") {
		line := drawSpace.Draw(t, "indent")
		path := rapid.SliceOfN(drawName, 1, 3).Draw(t, "path")
		switch rapid.IntRange(0, 6).Draw(t, "line") {
		case 0:
			line += "# " + rapid.SampledFrom([]string{"a = 1", "[x]", "", "words, more"}).Draw(t, "comment")
		case 1:
			line = rapid.SampledFrom([]string{"", line}).Draw(t, "empty")
		case 2:
			line += "[" + drawSpace.Draw(t, "in") + key(t, path...) + "]" + drawTail.Draw(t, "tail")
		case 3:
			line += "[[" + key(t, path...) + "]]" + drawTail.Draw(t, "tail")
		default:
			line += key(t, path...) + drawSpace.Draw(t, "before") + "=" + drawSpace.Draw(t, "after") + value(t, 0, nl) + drawTail.Draw(t, "tail")
		}
		if longer := append(bytes.Clone(text), line+nl...); toml.Unmarshal(bytes.TrimPrefix(longer, []byte(bom)), &map[string]any{}) == nil {
			text = longer
		}
	}
	if rapid.Bool().Draw(t, "unended") {
		text = bytes.TrimSuffix(text, []byte(nl))
	}
	return text
}

func values(t *rapid.T, text []byte) map[string]any {
	t.Helper()
	m := map[string]any{}
	if err := toml.Unmarshal(bytes.TrimPrefix(text, []byte(bom)), &m); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return m
}

// put sets one value of a document, and makes the tables on the way.
func put(m map[string]any, v any, path ...string) {
	for _, name := range path[:len(path)-1] {
		if _, ok := m[name].(map[string]any); !ok {
			m[name] = map[string]any{}
		}
		m = m[name].(map[string]any)
	}
	m[path[len(path)-1]] = v
}

// same compares documents; not-a-number is like itself.
func same(want, got any) string {
	return cmp.Diff(fmt.Sprint(want), fmt.Sprint(got))
}

// An added or changed setting reads back, all others say what they did, and nothing else of the text is another byte.
func TestSettingChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := document(t)
		path := rapid.SliceOfN(drawName, 1, 3).Draw(t, "set")
		after, err := Set(before, Text("new # value"), path...)
		want := values(t, before)
		if err != nil {
			if put(want, "x", path...); len(before) == 0 {
				t.Fatalf("an empty text is refused: %v", err)
			}
			return
		}
		put(want, "new # value", path...)
		if diff := same(want, values(t, after)); diff != "" {
			t.Fatalf("%q sets %q:\n%s", before, path, diff)
		}
		if gone := onePlace(t, before, after); len(gone) > 0 && !has(values(t, before), path) {
			t.Fatalf("%q becomes %q: %q is gone", before, after, gone)
		}
		again, err := Set(after, Text("new # value"), path...)
		if err != nil || !bytes.Equal(after, again) {
			t.Fatalf("%q, set again: %q (%v)", after, again, err)
		}
	})
}

// onePlace is what of a text is not in the other one, between what is equal at both ends. No comment of the text is in it.
func onePlace(t *rapid.T, before, after []byte) (gone []byte) {
	t.Helper()
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	gone = before[head : len(before)-tail]
	if bytes.Contains(gone, []byte("# why")) {
		t.Fatalf("%q becomes %q: a comment is gone", before, after)
	}
	return gone
}

func has(m map[string]any, path []string) bool {
	for _, name := range path[:len(path)-1] {
		m, _ = m[name].(map[string]any)
	}
	_, ok := m[path[len(path)-1]]
	return ok
}

// What was removed is gone, all others say what they did.
func TestRemovingChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := document(t)
		path := rapid.SliceOfN(drawName, 1, 3).Draw(t, "remove")
		after, was, err := Remove(before, path...)
		if err != nil {
			t.Fatalf("%q without %q: %v", before, path, err)
		}
		if !was {
			if !bytes.Equal(before, after) {
				t.Fatalf("%q changes, and %q is not in it", before, path)
			}
			return
		}
		want, got := values(t, before), values(t, after)
		drop(want, path)
		drop(got, path) // an array of tables stays
		if diff := same(pruned(want), pruned(got)); diff != "" {
			t.Fatalf("%q without %q is %q:\n%s", before, path, after, diff)
		}
	})
}

func drop(m map[string]any, path []string) {
	for _, name := range path[:len(path)-1] {
		m, _ = m[name].(map[string]any)
	}
	delete(m, path[len(path)-1])
}

// pruned leaves out tables without anything in them: those that stand nowhere go with their last setting.
func pruned(m map[string]any) map[string]any {
	for _, name := range slices.Collect(maps.Keys(m)) {
		if table, ok := m[name].(map[string]any); ok && len(pruned(table)) == 0 {
			delete(m, name)
		}
	}
	return m
}

// What is removed after it was added leaves the text as it was, but for a table's header and the end of the last line.
func TestAddedAndRemoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := document(t)
		path := rapid.SliceOfN(drawName, 2, 3).Draw(t, "table")
		added, err := AddTable(before, nil, []Pair{{"k", Text("v")}, {"n", Int(3)}}, path...)
		if err != nil {
			return
		}
		want := values(t, before)
		put(want, map[string]any{"k": "v", "n": int64(3)}, path...)
		if diff := same(want, values(t, added)); diff != "" {
			t.Fatalf("%q and %q:\n%s", before, path, diff)
		}
		if lost := onePlace(t, before, added); len(lost) > 0 {
			t.Fatalf("%q becomes %q: %q is gone", before, added, lost)
		}
		gone, was, err := Remove(added, path...)
		if err != nil || !was || same(pruned(values(t, before)), pruned(values(t, gone))) != "" {
			t.Fatalf("%q, added and removed: %q (%v)", before, gone, err)
		}
	})
}
