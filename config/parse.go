package config

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
)

// Parse reads a config file's text. path goes into messages, and file: references with a relative path start from its directory.
//
// Every problem of the file comes back at once, as one [*Error]; no message holds a value of the file. Whether the keys of [keys] and
// the commands of [aliases] fit is not looked at: see [Options].
func Parse(path string, data []byte) (*Config, error) { return parse(path, data, Options{}) }

func parse(path string, data []byte, o Options) (*Config, error) {
	if len(data) > maxFile {
		return nil, &Error{Path: path, Problems: []Problem{{1, 1, fmt.Sprintf("too large: at most %d bytes are read", maxFile), ""}}}
	}
	doc, problem := readDocument(data)
	if problem != nil {
		return nil, &Error{Path: path, Problems: []Problem{*problem}}
	}
	r := &reader{doc: doc, dir: filepath.Dir(path), sources: map[string]string{}}
	c := r.config()
	r.bindings(c, o.Keys)
	r.aliases(c, o.Aliases)
	if len(r.problems) > 0 {
		sortProblems(r.problems)
		return nil, &Error{Path: path, Problems: r.problems}
	}
	c.Path, c.sources = path, r.sources
	return c, nil
}

// reader turns a document into a Config and gathers what is wrong on the way.
type reader struct {
	doc      *document
	dir      string // where relative file: references start
	problems []Problem
	sources  map[string]string
}

// refuse notes a problem at the setting path, or at the table around it when it is not in the file.
func (r *reader) refuse(hint, what string, path ...string) {
	line, column := r.doc.position(path...)
	if len(path) > 0 {
		what = dotted(path...) + ": " + what
	}
	r.problems = append(r.problems, Problem{line, column, what, hint})
}

func (r *reader) config() *Config {
	c := Defaults()
	tables := []string{"profiles", KeysTable, AliasesTable}
	for _, s := range sections {
		tables = append(tables, s.name)
	}
	fill(r, nil, r.doc.values, rootKeys, c, tables, "")
	for _, s := range sections {
		if t, ok := r.table(s.name); ok {
			fill(r, []string{s.name}, t, s.keys, c, nil, "")
		}
	}
	r.stateDir(&c.State)
	r.profiles(c)
	return c
}

// stateDir makes the state directory absolute: a relative one starts from the file, wherever the program is started.
func (r *reader) stateDir(s *State) {
	if s.Dir == "" {
		return
	}
	dir, err := ExpandHome(s.Dir)
	if err == nil && !filepath.IsAbs(dir) {
		dir, err = filepath.Abs(filepath.Join(r.dir, dir))
	}
	if s.Dir = dir; err != nil {
		r.refuse("", "the home directory is not known: write the whole path", "state", "dir")
	}
}

// table returns a table of the root; one that is missing, or is no table, is empty.
func (r *reader) table(name string) (map[string]any, bool) {
	value, ok := r.doc.values[name]
	if !ok {
		return nil, false
	}
	t, ok := value.(map[string]any)
	if !ok {
		r.refuse("", fmt.Sprintf("must be a table: write [%s]", name), name)
	}
	return t, ok
}

// fill reads the settings of one table into dst. tables are names in it that someone else reads.
func fill[T any](r *reader, path []string, values map[string]any, keys []key[T], dst *T, tables []string, issuer string) {
	for _, name := range r.doc.ordered(values, path...) {
		if slices.Contains(tables, name) {
			continue
		}
		at := append(slices.Clone(path), name)
		i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name })
		switch {
		case i < 0:
			r.unknown(path, name, append(keyNames(keys), tables...))
		case !keys[i].fits(issuer):
			r.refuse("", fmt.Sprintf("belongs to %s, and this profile is for %s", strings.Join(keys[i].issuers, " and "), issuer), at...)
		default:
			setOne(r, at, values[name], keys[i], dst)
		}
	}
}

func setOne[T any](r *reader, at []string, value any, k key[T], dst *T) {
	what, hint := "", ""
	switch field := k.field(dst).(type) {
	case *string:
		what = setText(value, field, slices.Contains(mayBeEmpty, k.name))
		if what == "" {
			what = k.takes.refuses(*field)
		}
	case *bool:
		on, ok := value.(bool)
		if !ok {
			what = "must be true or false, without quotes"
		}
		*field = on
	case *int:
		n, ok := value.(int64)
		if !ok {
			what = "must be a whole number, without quotes"
		} else if what = k.takes.refuses(n); what == "" {
			*field = int(n)
		}
	case *time.Duration:
		s, _ := value.(string)
		d, err := time.ParseDuration(s)
		if *field = d; err != nil {
			what = `must be a duration such as "30s" or "5m"`
		} else {
			what = k.takes.refuses(d)
		}
	case *[]string:
		what = setList(value, field)
	case *Ref:
		what, hint = r.setRef(value, field)
	case *DatabaseURL:
		what, hint = r.setURL(value, field)
	case *map[string]string:
		r.paths(at, value, field)
	case *map[string]decimal.Decimal:
		r.amounts(at, value, field)
	}
	if what != "" {
		r.refuse(hint, what, at...)
	}
	line, _ := r.doc.position(at...)
	r.sources[dotted(at...)] = fmt.Sprintf("line %d", line)
}

func setText(value any, field *string, mayBeEmpty bool) string {
	s, ok := value.(string)
	switch {
	case !ok:
		return "must be text in quotes"
	case s == "" && !mayBeEmpty:
		return "must not be empty"
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "holds a character that cannot be seen"
	}
	*field = s
	return ""
}

func setList(value any, field *[]string) string {
	list, ok := value.([]any)
	if !ok {
		return `must be a list such as ["one", "two"]`
	}
	for _, item := range list {
		var s string
		if what := setText(item, &s, false); what != "" {
			return "each entry " + what
		}
		*field = append(*field, s)
	}
	return ""
}

func (r *reader) setRef(value any, field *Ref) (what, hint string) {
	s, ok := value.(string)
	if !ok {
		return "must be a secret reference in quotes", referenceHint
	}
	ref, err := ParseRef(s)
	if err != nil {
		what, hint, _ = strings.Cut(err.Error(), "\n")
		return what, hint
	}
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "holds a character that cannot be seen", ""
	}
	ref.dir = r.dir
	*field = ref
	return "", ""
}

// paths reads [profiles.NAME.paths].
func (r *reader) paths(at []string, value any, field *map[string]string) {
	table, ok := value.(map[string]any)
	if !ok {
		r.refuse("", "must be a table: write ["+dotted(at...)+"]", at...)
		return
	}
	*field = map[string]string{}
	for _, name := range r.doc.ordered(table, at...) {
		if !slices.Contains(pathKeys, name) {
			r.unknown(at, name, pathKeys)
			continue
		}
		var template string
		what := setText(table[name], &template, false)
		if what == "" {
			what = pathTemplate(name, template)
		}
		here := append(slices.Clone(at), name)
		if what != "" {
			r.refuse("", what, here...)
		}
		(*field)[name] = template
		line, _ := r.doc.position(here...)
		r.sources[dotted(here...)] = fmt.Sprintf("line %d", line)
	}
}

var (
	currencyCode = regexp.MustCompile(`^[A-Z]{3,5}$`)
	amountText   = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// isAmount reports whether people may write text as an amount anywhere in this program.
func isAmount(text string) bool {
	whole, decimals, _ := strings.Cut(text, ".")
	return len(whole) <= 15 && len(decimals) <= 8 && amountText.MatchString(text)
}

// amounts reads amounts by currency, such as { USD = "1000.00" }. They are text, because a number would become a float.
func (r *reader) amounts(at []string, value any, field *map[string]decimal.Decimal) {
	table, ok := value.(map[string]any)
	if !ok {
		r.refuse("", `must be amounts by currency, such as { USD = "1000.00" }`, at...)
		return
	}
	*field = map[string]decimal.Decimal{}
	for _, name := range r.doc.ordered(table, at...) {
		here := append(slices.Clone(at), name)
		text, isText := table[name].(string)
		switch {
		case !currencyCode.MatchString(name):
			r.refuse("", "the name must be a currency such as USD", here...)
		case !isText:
			r.refuse("", `must be an amount in quotes, such as "1000.00"`, here...)
		case !isAmount(text):
			r.refuse("", `must have digits and at most one decimal point, such as "1000.00"`, here...)
		default:
			(*field)[name] = decimal.RequireFromString(text)
		}
	}
}

// unknown refuses a key that no table of ours has, and says which was probably meant or where it belongs.
func (r *reader) unknown(table []string, name string, valid []string) {
	line, column := r.doc.position(append(slices.Clone(table), name)...)
	where := ""
	if len(table) > 0 {
		where = dotted(table...) + ": "
	}
	what := where + "unknown key"
	if plain(name) {
		what += fmt.Sprintf(" %q", name)
		what += meant(name, valid)
	}
	r.problems = append(r.problems, Problem{line, column, what, ""})
}
