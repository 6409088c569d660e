package edit

import (
	"bytes"
	"slices"
)

// Remove takes the setting or the table at path out of the text. was reports whether there was one. A setting goes with what stands behind
// it on its line, a table with the comments within it.
func Remove(text []byte, path ...string) (out []byte, was bool, err error) {
	for more := true; more && err == nil; { // one after another in a table on one line: each changes which commas are left
		more = false
		text, err = editing(text, func(s *scanned) ([]change, error) {
			gone, again := s.at(path)
			was, more = was || len(gone) > 0, again
			return without(gone), nil
		})
	}
	return text, was, err
}

// at is what belongs to a path; again reports whether there may be more when that is gone.
func (s *scanned) at(path []string) (gone []span, again bool) {
	for _, e := range s.entries {
		switch {
		case !begins(e.path, path) || s.sections[e.section].array || slices.ContainsFunc(gone, e.whole.in):
		case e.inline:
			return s.item(e), true
		default:
			gone = append(gone, span{s.lineStart(e.whole.from), s.lineEnd(e.whole.to)})
		}
	}
	for _, here := range s.sections[1:] {
		if begins(here.path, path) && !here.array {
			gone = append(gone, s.extent(here))
		}
	}
	return gone, false
}

// without takes parts out, which may overlap.
func without(parts []span) (changes []change) {
	slices.SortFunc(parts, func(a, b span) int { return a.from - b.from })
	for _, part := range parts {
		if n := len(changes); n > 0 && part.from <= changes[n-1].at.to {
			changes[n-1].at.to = max(changes[n-1].at.to, part.to)
			continue
		}
		changes = append(changes, change{at: part})
	}
	return changes
}

func (s span) in(other span) bool { return s.from >= other.from && s.to <= other.to }

// item is what goes with an entry of an inline table: itself, and one comma beside it.
func (s *scanned) item(e *entry) []span {
	var table *entry
	for _, other := range s.entries {
		if slices.Contains(other.within, e) {
			table = other
		}
	}
	i := slices.Index(table.within, e)
	if len(table.within) == 1 && !bytes.ContainsAny(s.text[table.value.from:table.value.to], "#\n") {
		return []span{{table.value.from + 1, table.value.to - 1}}
	}
	end := table.value.to - 1
	if i+1 < len(table.within) {
		end = table.within[i+1].whole.from
	}
	if comma := s.comma(e.whole.to, end); comma >= 0 {
		to := comma + 1
		for to < end && (s.text[to] == ' ' || s.text[to] == '\t') {
			to++
		}
		return []span{{e.whole.from, to}}
	}
	from := e.whole.from
	for s.text[from-1] == ' ' || s.text[from-1] == '\t' {
		from--
	}
	gone := []span{{from, e.whole.to}}
	if i > 0 {
		if comma := s.comma(table.within[i-1].whole.to, e.whole.from); comma >= 0 && comma < from {
			gone = append(gone, span{comma, comma + 1})
		}
	}
	return gone
}

// comma is where one stands that is in no comment, or -1.
func (s *scanned) comma(from, to int) int {
	for ; from < to; from++ {
		switch s.text[from] {
		case ',':
			return from
		case '#':
			from = s.lineEnd(from) - 1
		}
	}
	return -1
}

// extent is a section with its header: to the end of its last entry and the comment lines right behind that, unless they belong to the next
// table, and the empty lines behind those.
func (s *scanned) extent(here *section) span {
	from, to := s.lineStart(here.header.from), here.header.to
	if here.last != nil {
		to = s.lineEnd(here.last.whole.to)
	}
	kind := func(at int) byte { // of the line there: '#', 0 for an empty one, else something
		line := bytes.TrimSpace(s.text[at:s.lineEnd(at)])
		if len(line) == 0 {
			return 0
		}
		return line[0]
	}
	end := to
	for end < len(s.text) && kind(end) == '#' {
		end = s.lineEnd(end)
	}
	if end == len(s.text) || kind(end) == 0 {
		to = end
	}
	for to < len(s.text) && kind(to) == 0 {
		to = s.lineEnd(to)
	}
	return span{from, to}
}
