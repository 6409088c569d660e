package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode"
)

// errTwice is returned for an answer in which a name occurs twice in one object, or in two spellings that differ in case only. Decoders
// differ in which they take (encoding/json: the last, in any case), and the two may be two amounts.
var errTwice = errors.New("a name occurs twice in one object")

// checkNames returns errTwice, or an error for what is not JSON.
func checkNames(body []byte) error {
	if !json.Valid(body) {
		return errors.New("not JSON")
	}
	// From here on the syntax is right: only strings, brackets, colons and commas have to be told apart.
	var open []map[string]struct{} // one for each open object, nil for each open array
	key := false                   // the next string is a member's name
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '{':
			open, key = append(open, map[string]struct{}{}), true
		case '[':
			open, key = append(open, nil), false
		case '}', ']':
			open, key = open[:len(open)-1], false
		case ',':
			key = open[len(open)-1] != nil
		case '"':
			end := stringEnd(body, i)
			if key {
				key = false
				name := fold(body[i : end+1])
				if _, twice := open[len(open)-1][name]; twice {
					return errTwice
				}
				open[len(open)-1][name] = struct{}{}
			}
			i = end
		}
	}
	return nil
}

// stringEnd finds the quote that ends the string which begins at i.
func stringEnd(body []byte, i int) int {
	for i++; body[i] != '"'; i++ {
		if body[i] == '\\' {
			i++
		}
	}
	return i
}

// fold gives the same text for all names that encoding/json takes for the same.
func fold(quoted []byte) string {
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		var plain string
		if json.Unmarshal(quoted, &plain) == nil {
			name = []byte(plain)
		}
	}
	return string(bytes.Map(func(r rune) rune {
		for { // the smallest rune of those that differ in case only
			next := unicode.SimpleFold(r)
			if next <= r {
				return next
			}
			r = next
		}
	}, name))
}

// decode reads a JSON value. Its error names the field, never the value.
func decode(data []byte, out any) error {
	err := json.Unmarshal(data, out)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return fmt.Errorf("field %q is not a %s", wrong.Field, wrong.Type)
	case errors.Is(err, errValue):
		return err
	}
	return errors.New("not JSON")
}
