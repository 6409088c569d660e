package holder

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// FileLimit is how many bytes a file about a person may have.
const FileLimit = 64 << 10

// typeMember names the type of the cards in a file.
const typeMember = "type"

// Read takes a person from a file: an object of JSON, a table of TOML, or a row of CSV under a row of names. Members are named as the
// fields are, and type is the type of the cards. The ending of name says which of the three it is; JSON where it says nothing. An error
// never repeats a value.
func Read(name string, data []byte) (Person, error) {
	if len(data) > FileLimit {
		return Person{}, fmt.Errorf("more than %d bytes", FileLimit)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return Person{}, errors.New("not text in UTF-8")
	}
	read := readJSON
	switch strings.ToLower(filepath.Ext(name)) {
	case ".toml":
		read = readTOML
	case ".csv":
		read = readCSV
	}
	values, err := read(data)
	if err != nil {
		return Person{}, err
	}
	return take(values)
}

// take makes a person of the members of a file.
func take(values map[string]string) (p Person, err error) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		field := Field(name)
		switch value := values[name]; {
		case name == typeMember:
			p.TypeID = strings.TrimSpace(value)
		case !slices.Contains(Fields(), field):
			err = fmt.Errorf("unknown field %q\nuse %s", name, strings.Join(names(), ", "))
		default:
			p.Set(field, value)
		}
	}
	if err != nil {
		p.Wipe()
		return Person{}, err
	}
	return p, nil
}

func names() []string {
	all := []string{typeMember}
	for _, f := range Fields() {
		all = append(all, string(f))
	}
	return all
}

func readJSON(data []byte) (map[string]string, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not an object of JSON")
	}
	values := map[string]string{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, notJSON(d)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, notJSON(d)
		}
		if err := keep(values, fmt.Sprint(name), value); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, notJSON(d)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object of JSON")
	}
	return values, nil
}

// notJSON says where the text stops being JSON. The decoder's own error may show a piece of a value.
func notJSON(d *json.Decoder) error { return fmt.Errorf("not JSON at byte %d", d.InputOffset()) }

func readTOML(data []byte) (map[string]string, error) {
	var table map[string]any
	if err := toml.Unmarshal(data, &table); err != nil {
		if at, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, column := at.Position()
			return nil, fmt.Errorf("not TOML at line %d, column %d", line, column)
		}
		return nil, errors.New("not TOML")
	}
	values := map[string]string{}
	for name, value := range table {
		if err := keep(values, name, value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// keep takes a member of a file, which is a text, a number or a date.
func keep(values map[string]string, name string, value any) error {
	if _, twice := values[name]; twice {
		return fmt.Errorf("field %q stands there twice", name)
	}
	switch v := value.(type) {
	case nil:
	case string:
		values[name] = v
	case json.Number, int64, toml.LocalDate:
		values[name] = fmt.Sprint(v)
	default:
		return fmt.Errorf("field %q is no text", name)
	}
	return nil
}

func readCSV(data []byte) (map[string]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	switch at, ok := errors.AsType[*csv.ParseError](err); {
	case ok:
		return nil, fmt.Errorf("not CSV at line %d", at.Line)
	case err != nil:
		return nil, errors.New("not CSV")
	case len(rows) != 2:
		return nil, fmt.Errorf("%d rows\na file about one person has two: names and values", len(rows))
	}
	values := map[string]string{}
	for i, name := range rows[0] {
		name = strings.TrimSpace(name)
		if !slices.Contains(names(), name) { // it may be a value, where the row of names is missing
			return nil, fmt.Errorf("column %d has no name that is known\nthe first row is of these: %s", i+1, strings.Join(names(), ", "))
		}
		if err := keep(values, name, rows[1][i]); err != nil {
			return nil, err
		}
	}
	return values, nil
}
