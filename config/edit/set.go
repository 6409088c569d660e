package edit

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Set gives the setting at path a value: where it has one in the text, that is replaced; else it is added behind the last setting of its
// table. A table that is not there is added at the end.
func Set(text []byte, value Literal, path ...string) ([]byte, error) {
	return editing(text, func(s *scanned) ([]change, error) {
		if err := s.reach(path); err != nil {
			return nil, err
		}
		if e := s.entry(path); e != nil {
			return []change{{e.value, string(value)}}, nil
		}
		if s.isTable(path) {
			return nil, fmt.Errorf("%s is a table", Key(path...))
		}
		for n := len(path) - 1; n > 0; n-- {
			if e := s.entry(path[:n]); e != nil {
				return s.putInline(e, value, path[n:])
			}
		}
		return s.put(value, path)
	})
}

// editing makes the changes that f finds, behind the byte order mark, where there is one.
func editing(text []byte, f func(*scanned) ([]change, error)) ([]byte, error) {
	rest, marked := bytes.CutPrefix(text, []byte(bom))
	s, err := scan(rest)
	if err != nil {
		return nil, err
	}
	changes, err := f(s)
	if err != nil {
		return nil, err
	}
	out := splice(rest, changes...)
	if marked {
		out = append([]byte(bom), out...)
	}
	if _, err := scan(bytes.TrimPrefix(out, []byte(bom))); err != nil {
		return nil, fmt.Errorf("this file is written in a way in which it cannot be changed here: change it in an editor: %w", err)
	}
	return out, nil
}

// reach refuses a path into an array of tables, of which nobody says which one is meant.
func (s *scanned) reach(path []string) error {
	for _, here := range s.sections {
		if here.array && begins(path, here.path) {
			return fmt.Errorf("%s is a list of tables: change it in an editor", Key(here.path...))
		}
	}
	return nil
}

// putInline adds a setting to an inline table, behind its last one.
func (s *scanned) putInline(e *entry, value Literal, rest []string) ([]change, error) {
	if !e.table {
		return nil, fmt.Errorf("%s is no table", Key(e.path...))
	}
	text := Key(rest...) + " = " + string(value)
	if len(e.within) == 0 {
		end := e.value.to - 1
		if end == e.value.from+1 {
			text = " " + text
		}
		return []change{{span{end, end}, text + " "}}, nil // behind what may be a comment
	}
	last := e.within[len(e.within)-1]
	return []change{{span{last.whole.to, last.whole.to}, ", " + text}}, nil
}

// put adds a setting that has no place in the text yet.
func (s *scanned) put(value Literal, path []string) ([]change, error) {
	table, name := path[:len(path)-1], path[len(path)-1]
	if here := s.headed(table); here != nil {
		return []change{s.below(here, here.last, value, name)}, nil
	}
	for _, e := range slices.Backward(s.entries) { // dotted keys make the table
		if begins(e.path, table) && e.base < len(table) && !e.inline && !s.sections[e.section].array {
			return []change{s.below(s.sections[e.section], e, value, path[e.base:]...)}, nil
		}
	}
	return []change{s.append("["+Key(table...)+"]", Key(name)+" = "+string(value))}, nil
}

// below is a line behind an entry, or at the beginning of a section that has none.
func (s *scanned) below(here *section, last *entry, value Literal, key ...string) change {
	nl := s.newline()
	if last != nil {
		start, end := s.lineStart(last.whole.from), s.lineEnd(last.whole.to)
		line := string(s.text[start:last.whole.from]) + s.aligned(last, Key(key...)) + " = " + string(value) // blanks, and the key
		return change{span{end, end}, s.ended(end) + line + nl}
	}
	line := Key(key...) + " = " + string(value) + nl
	if here.header.to > 0 {
		return change{span{here.header.to, here.header.to}, s.ended(here.header.to) + line}
	}
	// At the top of the file: behind all comments but those of the first table.
	if len(s.sections) == 1 {
		return change{span{len(s.text), len(s.text)}, s.ended(len(s.text)) + line}
	}
	at := s.lineStart(s.sections[1].header.from)
	for at > 0 {
		before := s.lineStart(at - 1)
		if !bytes.HasPrefix(bytes.TrimLeft(s.text[before:at], " \t"), []byte("#")) {
			break
		}
		at = before
	}
	return change{span{at, at}, line + nl}
}

// ended is what must stand before a line that is put there: the end of the line before it, where that has none.
func (s *scanned) ended(at int) string {
	if at > 0 && s.text[at-1] != '\n' {
		return s.newline()
	}
	return ""
}

// aligned fills a key up to where that of the entry before it ends, where that one was filled up.
func (s *scanned) aligned(before *entry, key string) string {
	equals := bytes.LastIndexByte(s.text[:before.value.from], '=')
	blanks := len(s.text[:equals]) - len(bytes.TrimRight(s.text[:equals], " "))
	column := equals - before.whole.from - 1
	if blanks > 1 && len(key) < column && !bytes.Contains(s.text[before.whole.from:equals], []byte("\t")) {
		key += strings.Repeat(" ", column-len(key))
	}
	return key
}

// append adds lines at the end, behind an empty one.
func (s *scanned) append(lines ...string) change {
	nl, end := s.newline(), len(s.text)
	before := s.ended(end)
	if len(bytes.TrimSpace(s.text)) > 0 && !bytes.HasSuffix(bytes.ReplaceAll(s.text, []byte("\r"), nil), []byte("\n\n")) {
		before += nl
	}
	return change{span{end, end}, before + strings.Join(lines, nl) + nl}
}

// AddTable adds a table with its settings at the end of a text that has none at path. about are lines of a comment before it.
func AddTable(text []byte, about []string, settings []Pair, path ...string) ([]byte, error) {
	return editing(text, func(s *scanned) ([]change, error) {
		if err := s.reach(path); err != nil {
			return nil, err
		}
		if s.entry(path) != nil || s.isTable(path) {
			return nil, fmt.Errorf("%s is there already", Key(path...))
		}
		for n := len(path) - 1; n > 0; n-- { // [profiles] on one line takes no header below it
			if e := s.entry(path[:n]); e != nil {
				return s.putInline(e, Inline(settings...), path[n:])
			}
		}
		var lines []string
		for _, line := range about {
			lines = append(lines, "# "+line)
		}
		lines = append(lines, "["+Key(path...)+"]")
		for _, p := range settings {
			lines = append(lines, Key(p.Name)+" = "+string(p.Value))
		}
		return []change{s.append(lines...)}, nil
	})
}

// HasTable reports whether there is a table at path. A text that is no TOML has none.
func HasTable(text []byte, path ...string) bool {
	s, err := scan(bytes.TrimPrefix(text, []byte(bom)))
	return err == nil && s.isTable(path)
}
