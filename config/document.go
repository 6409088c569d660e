package config

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// document is a TOML file as read: the values, and where each key stands.
type document struct {
	values map[string]any
	places map[string]int // byte offset of a key or table header, by path
	lines  []int          // byte offset of each line
}

// maxDepth is how deep keys are remembered with their place; no setting of ours is that deep.
const maxDepth = 6

func readDocument(data []byte) (*document, *Problem) {
	data = slices.Clip(bytes.TrimPrefix(data, []byte("\ufeff")))
	d := &document{places: map[string]int{}, lines: []int{0}}
	for i, b := range data {
		if b == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	if err := toml.Unmarshal(data, &d.values); err != nil {
		return nil, syntaxProblem(err)
	}
	// The decoder keeps no places of what it accepts; its parser does.
	var parser unstable.Parser
	parser.Reset(data)
	var table []string
	for parser.NextExpression() {
		switch e := parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = d.placeKey(nil, e.Key(), true)
		case unstable.KeyValue:
			d.placeValue(table, e)
		}
	}
	return d, nil
}

func (d *document) placeValue(table []string, e *unstable.Node) {
	path := d.placeKey(table, e.Key(), false)
	if e.Value().Kind != unstable.InlineTable || len(path) > maxDepth {
		return
	}
	for children := e.Value().Children(); children.Next(); {
		d.placeValue(path, children.Node())
	}
}

// placeKey remembers where each part of a key stands and returns the whole path. A table's own header wins over a longer key that also made
// the table.
func (d *document) placeKey(table []string, key unstable.Iterator, header bool) []string {
	path := slices.Clone(table)
	for key.Next() && len(path) <= maxDepth {
		part := key.Node()
		path = append(path, string(part.Data))
		if _, known := d.places[dotted(path...)]; !known || header && key.IsLast() {
			d.places[dotted(path...)] = int(part.Raw.Offset)
		}
	}
	return path
}

// position returns line and column of the key at path, or of the nearest table around it.
func (d *document) position(path ...string) (line, column int) {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if offset, ok := d.places[dotted(path...)]; ok {
			line = sort.SearchInts(d.lines, offset+1)
			return line, offset - d.lines[line-1] + 1
		}
	}
	return 1, 1
}

// ordered returns the keys of the table at path in the order of the file.
func (d *document) ordered(table map[string]any, path ...string) []string {
	place := func(name string) int { return d.places[dotted(append(slices.Clone(path), name)...)] }
	return slices.SortedFunc(maps.Keys(table), func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
	})
}

// dotted joins a path for use as a map key and in messages. Names with a dot would be ambiguous, so they are quoted.
func dotted(path ...string) string {
	shown := make([]string, len(path))
	for i, name := range path {
		shown[i] = name
		if !plain(name) {
			shown[i] = strconv.Quote(name)
		}
	}
	return strings.Join(shown, ".")
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// plain reports whether a key of the file can be shown: others might be a pasted secret, or not be safe to print.
func plain(name string) bool { return len(name) <= 64 && bareKey.MatchString(name) }

var namedKey = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(key|table) (.*) (is already defined|already exists|should be a table)`)
})

// syntaxProblem takes the place and the reason from an error of the decoder, and drops what may quote a value.
func syntaxProblem(err error) *Problem {
	p := &Problem{Line: 1, Column: 1, What: "this is not valid TOML"}
	decode, ok := errors.AsType[*toml.DecodeError](err)
	if !ok {
		return p
	}
	p.Line, p.Column = decode.Position()
	message := strings.TrimPrefix(decode.Error(), "toml: ")
	if m := namedKey().FindStringSubmatch(message); m != nil {
		name := ""
		if plain(m[2]) {
			name = ` "` + m[2] + `"`
		}
		p.What = m[1] + name + " " + m[3]
		return p
	}
	// A number out of range is quoted by strconv.
	if message, _, quoted := strings.Cut(message, ": strconv"); quoted {
		p.What = message
		return p
	}
	p.What = message
	if strings.HasSuffix(message, "at start of value") {
		p.Hint = `text stands in quotes, as in issuer = "finhub"`
	}
	return p
}
