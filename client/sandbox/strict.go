package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// maxDepth is how deep a request body may nest; the documents need three levels.
const maxDepth = 6

// parseObject reads one JSON object and nothing after it. Unlike encoding/json it refuses a key given twice, invalid
// UTF-8 and deep nesting. Numbers come as json.Number.
func parseObject(raw []byte) (map[string]any, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("body is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	value, err := parseValue(d, 0)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("body ends too early")
		}
		return nil, fmt.Errorf("body is not JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON body")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("body must be a JSON object")
	}
	return object, nil
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("nested too deep")
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		object := map[string]any{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			name := key.(string) // the decoder admits nothing else here
			if _, twice := object[name]; twice {
				return nil, fmt.Errorf("field %q given twice", name)
			}
			if object[name], err = parseValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := d.Token()
		return object, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := parseValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err := d.Token()
		return list, err
	}
	return token, nil
}

// fields takes a request apart by name and type. It keeps the first complaint, so that a handler reads all its fields
// and asks once: done also refuses whatever the handler did not read. An optional field that is null counts as absent.
type fields struct {
	object map[string]any
	prefix string
	used   map[string]bool
	err    *error
}

func readFields(raw []byte) *fields {
	object, err := parseObject(raw)
	return &fields{object: object, used: map[string]bool{}, err: &err}
}

func (f *fields) fail(name, why string) {
	if *f.err == nil {
		*f.err = fmt.Errorf("field %s%s %s", f.prefix, name, why)
	}
}

// take returns a field, nil where it is absent or null.
func (f *fields) take(name string, required bool) any {
	f.used[name] = true
	value := f.object[name]
	if value == nil && required {
		f.fail(name, "is required")
	}
	return value
}

// typed reads a field of one type. The bool tells whether it was there.
func typed[T any](f *fields, name string, required bool, what string) (T, bool) {
	value := f.take(name, required)
	v, ok := value.(T)
	if value != nil && !ok {
		f.fail(name, "must be "+what)
	}
	return v, ok
}

func (f *fields) text(name string, required bool) string {
	s, ok := typed[string](f, name, required, "a string")
	if required && ok && s == "" {
		f.fail(name, "is required")
	}
	return s
}

// long reads a Java Long: a JSON number without point or exponent. The bool tells whether it was there.
func (f *fields) long(name string, required bool) (int64, bool) {
	number, ok := typed[json.Number](f, name, required, "a number")
	if !ok {
		return 0, false
	}
	n, err := number.Int64()
	if err != nil {
		f.fail(name, "must be a whole number of at most 64 bits")
	}
	return n, err == nil
}

var plainNumber = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// isPlain reports whether an amount may be written so. JSON also allows exponents and signs, which no amount needs.
func isPlain(number string) bool {
	whole, decimals, _ := strings.Cut(number, ".")
	return len(whole) <= 15 && len(decimals) <= 8 && plainNumber.MatchString(number)
}

// money reads an amount: a JSON number, not a string. The bool tells whether it was there.
func (f *fields) money(name string, required bool) (decimal.Decimal, bool) {
	number, ok := typed[json.Number](f, name, required, "a number")
	if !ok {
		return decimal.Zero, false
	}
	if !isPlain(number.String()) {
		f.fail(name, "must be a plain positive number with at most 15 digits before and 8 after the point")
		return decimal.Zero, false
	}
	return decimal.RequireFromString(number.String()), true
}

func (f *fields) boolean(name string, byDefault bool) bool {
	b, ok := typed[bool](f, name, false, "true or false")
	return ok && b || !ok && byDefault
}

// list returns the elements of an array. The bool tells whether it was there: an empty array is not an absent one.
func (f *fields) list(name string) ([]any, bool) { return typed[[]any](f, name, false, "an array") }

// nested returns the fields of a nested object, nil where it is absent. Its complaints are kept here too.
func (f *fields) nested(name string) *fields {
	value := f.take(name, false)
	if value == nil {
		return nil
	}
	return f.within(name, value)
}

// within reads value, found at name, as an object.
func (f *fields) within(name string, value any) *fields {
	object, ok := value.(map[string]any)
	if !ok {
		f.fail(name, "must be an object")
		return nil
	}
	return &fields{object: object, prefix: f.prefix + name + ".", used: map[string]bool{}, err: f.err}
}

// done returns the first complaint, if any. A nested reader must be done as well as the outer one.
func (f *fields) done() error {
	if *f.err != nil {
		return *f.err
	}
	var unknown []string
	for name := range f.object {
		if !f.used[name] {
			unknown = append(unknown, f.prefix+name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("unknown field %s", strings.Join(unknown, ", "))
	}
	return nil
}
