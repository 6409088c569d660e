// Package edit changes the text of a TOML file and leaves alone what it does not change: comments, order, spaces and line ends stay, byte
// for byte. It knows nothing of what the settings mean. [Change] writes a config file that the strict reading takes.
package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// span is a part of the text, from its first byte to the one behind it.
type span struct{ from, to int }

// entry is one "key = value" of the text.
type entry struct {
	path    []string // whole, with that of the table around it
	base    int      // how much of the path the table around it gives
	section int      // of sections; the table of an inline one is in the same
	whole   span     // key and value, without what stands behind them on the line
	value   span
	inline  bool     // it stands in an inline table
	table   bool     // its value is an inline table
	within  []*entry // of that table, in their order
}

// section is the part of a text below one header; the first one has none.
type section struct {
	path   []string
	header span // from the bracket to the end of the line; both 0 for the first
	array  bool // [[header]], or in one: nothing is changed there
	last   *entry
}

// scanned is a text with what stands where.
type scanned struct {
	text     []byte
	entries  []*entry // those of inline tables, too, behind the one whose value they are
	sections []*section
}

const bom = "\ufeff"

// ErrSyntax says that a text is not TOML, so that nothing can be changed in it.
var ErrSyntax = errors.New("this is not valid TOML")

// scan reads a text that begins without a byte order mark.
func scan(text []byte) (*scanned, error) {
	var values map[string]any
	if err := toml.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	s := &scanned{text: text, sections: []*section{{}}}
	var parser unstable.Parser
	parser.Reset(slices.Clip(text))
	for parser.NextExpression() {
		switch e := parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			s.addSection(e)
		case unstable.KeyValue:
			here := s.sections[len(s.sections)-1]
			here.last = s.addEntry(here.path, e, false)
		}
	}
	return s, nil
}

func (s *scanned) addSection(e *unstable.Node) {
	path, first, last := keyOf(e.Key())
	from := bytes.LastIndexByte(s.text[:first], '[')
	if e.Kind == unstable.ArrayTable {
		from = bytes.LastIndexByte(s.text[:from], '[')
	}
	array := e.Kind == unstable.ArrayTable || slices.ContainsFunc(s.sections, func(other *section) bool {
		return other.array && len(other.path) < len(path) && begins(path, other.path)
	})
	s.sections = append(s.sections, &section{path: path, header: span{from, s.lineEnd(last)}, array: array})
}

func (s *scanned) addEntry(table []string, e *unstable.Node, inline bool) *entry {
	path, first, last := keyOf(e.Key())
	from := last
	for s.text[from] != '=' {
		from++
	}
	for from++; s.text[from] == ' ' || s.text[from] == '\t'; from++ { //nolint:revive // it looks for the value
	}
	end := int(e.Raw.Offset + e.Raw.Length)
	added := &entry{path: slices.Concat(table, path), base: len(table), section: len(s.sections) - 1, whole: span{first, end},
		value: span{from, end}, inline: inline, table: e.Value().Kind == unstable.InlineTable}
	s.entries = append(s.entries, added)
	if added.table {
		for children := e.Value().Children(); children.Next(); {
			added.within = append(added.within, s.addEntry(added.path, children.Node(), true))
		}
	}
	return added
}

// keyOf is the path of a key, where it begins and where it ends.
func keyOf(parts unstable.Iterator) (path []string, first, last int) {
	first = -1
	for parts.Next() {
		part := parts.Node()
		path = append(path, string(part.Data))
		if first < 0 {
			first = int(part.Raw.Offset)
		}
		last = int(part.Raw.Offset + part.Raw.Length)
	}
	return path, first, last
}

// lineEnd is behind the line that at stands on, with the byte that ends it.
func (s *scanned) lineEnd(at int) int {
	if i := bytes.IndexByte(s.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(s.text)
}

func (s *scanned) lineStart(at int) int { return bytes.LastIndexByte(s.text[:at], '\n') + 1 }

// newline is how lines of this text end.
func (s *scanned) newline() string {
	if i := bytes.IndexByte(s.text, '\n'); i > 0 && s.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// entry is the one at that path, or nil. What stands in an array of tables is not found.
func (s *scanned) entry(path []string) *entry {
	for _, e := range s.entries {
		if slices.Equal(e.path, path) && !s.sections[e.section].array {
			return e
		}
	}
	return nil
}

// headed is the section whose header has that path, or nil. The top of the file is the one of the empty path.
func (s *scanned) headed(path []string) *section {
	for _, other := range s.sections {
		if slices.Equal(other.path, path) && !other.array {
			return other
		}
	}
	return nil
}

// begins reports whether a path is the other one or lies below it.
func begins(path, with []string) bool {
	return len(path) >= len(with) && slices.Equal(path[:len(with)], with)
}

// isTable reports whether there is a table at that path.
func (s *scanned) isTable(path []string) bool {
	below := func(other []string) bool { return begins(other, path) }
	if e := s.entry(path); e != nil {
		return e.table
	}
	return slices.ContainsFunc(s.entries, func(e *entry) bool { return below(e.path) && !s.sections[e.section].array }) ||
		slices.ContainsFunc(s.sections[1:], func(other *section) bool { return below(other.path) })
}

// Key writes a path as TOML does, with quotes where a part needs them.
func Key(path ...string) string {
	parts := make([]string, len(path))
	for i, part := range path {
		parts[i] = part
		if part == "" || strings.ContainsFunc(part, notBare) {
			parts[i] = string(Text(part))
		}
	}
	return strings.Join(parts, ".")
}

func notBare(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
}

// ParseKey reads a path as Key writes it. Its error says no more than that it is none.
func ParseKey(key string) ([]string, error) {
	var parser unstable.Parser
	text := []byte(key + " = 0\n")
	parser.Reset(text)
	if strings.ContainsAny(key, "=#\r\n") || !parser.NextExpression() || parser.Expression().Kind != unstable.KeyValue {
		return nil, fmt.Errorf("%s is no name of a setting", strconv.Quote(key))
	}
	path, _, _ := keyOf(parser.Expression().Key())
	return path, nil
}
