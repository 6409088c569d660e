package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode"
)

// errTwice is returned for an answer in which a name occurs twice in one object, or in two spellings that differ in case only. Decoders
// differ in which they take (encoding/json: the last, in any case), and the two may be two amounts.
var errTwice = errors.New("a name occurs twice in one object")

// maxDepth is how deep an answer may be nested; the deepest that is documented has five levels.
const maxDepth = 64

var errDeep = fmt.Errorf("it is nested more than %d levels deep", maxDepth)

// level is an object or array that is open.
type level struct {
	object bool
	names  map[string]struct{} // nil before the first
}

// checkNames returns errTwice for a JSON body with a name twice in one object, and errDeep for one that is nested too deep. It need not
// see that a body is not JSON: Decode does.
func checkNames(body []byte) error {
	var open []level
	var spare []map[string]struct{} // of closed objects, for the next
	key := false                    // the next string is a member's name
	folded := map[string]string{}   // of the names so far, since records have the same ones
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '{', '[':
			if len(open) == maxDepth {
				return errDeep
			}
			key = body[i] == '{'
			open = append(open, level{object: key})
		case '}', ']':
			if len(open) == 0 {
				return nil
			}
			if names := open[len(open)-1].names; names != nil {
				clear(names)
				spare = append(spare, names)
			}
			open, key = open[:len(open)-1], false
		case ',':
			key = len(open) > 0 && open[len(open)-1].object
		case '"':
			end := stringEnd(body, i)
			if key && end < len(body) {
				key = false
				in := &open[len(open)-1]
				if n := len(spare); in.names == nil && n > 0 {
					in.names, spare = spare[n-1], spare[:n-1]
				} else if in.names == nil {
					in.names = map[string]struct{}{}
				}
				name, known := folded[string(body[i:end+1])]
				if !known {
					name = fold(body[i : end+1])
					folded[string(body[i:end+1])] = name
				}
				if _, twice := in.names[name]; twice {
					return errTwice
				}
				in.names[name] = struct{}{}
			}
			i = end
		}
	}
	return nil
}

// stringEnd finds the quote that ends the string which begins at i, or the end of the body.
func stringEnd(body []byte, i int) int {
	for i++; i < len(body) && body[i] != '"'; i++ {
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
	return string(bytes.Map(smallest, name))
}

// smallest is the first of the runes that differ in case only; for ASCII letters that is the capital.
func smallest(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r - 'a' + 'A'
	case r < unicode.MaxASCII:
		return r
	}
	for {
		next := unicode.SimpleFold(r)
		if next <= r {
			return next
		}
		r = next
	}
}

// Decode reads a JSON value. Its error names the field, never the value.
func Decode(data []byte, out any) error {
	err := json.Unmarshal(data, out)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		what := "the answer"
		if wrong.Field != "" {
			what = fmt.Sprintf("field %q", wrong.Field)
		}
		return fmt.Errorf("%s is not %s", what, jsonKind(wrong.Type.Kind()))
	case errors.Is(err, errValue):
		return err
	}
	return errors.New("not JSON")
}

// jsonKind names the JSON form that a kind of Go value is read from.
func jsonKind(k reflect.Kind) string {
	switch k {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	}
	return "a number"
}
