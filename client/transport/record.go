package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"cardwallet/client"
)

// errNoData is for success without what it should bring, which is not the same as an empty list.
var errNoData = errors.New("success without data")

// errNoObject is for an answer that should be an object and is none.
var errNoObject = fmt.Errorf("%w: the answer is not an object", errValue)

// Record is an object of an answer, read member by member: what cannot be read counts as missing, and the others count. A member that
// decides something has the tag `read:"name"`; where it cannot be read it is named by that in Odd.
type Record[T any] struct {
	Value T
	Odd   client.Unreadable
	Place int // in its list, from 1

	index int      // in its page
	forms []string // of what could not be read
}

// MeaningOf gives the record with the meaning of its value in the place of the value.
func MeaningOf[W, V any](r Record[W], means func(W) V) Record[V] {
	return Record[V]{Value: means(r.Value), Odd: r.Odd, Place: r.Place, index: r.index, forms: r.forms}
}

// UnmarshalJSON never fails: what is no object is client.NoRecord.
func (r *Record[T]) UnmarshalJSON(data []byte) error {
	*r = Record[T]{}
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		r.Odd, r.forms = client.NoRecord, []string{"the record is " + form(data)}
		return nil
	}
	if json.Unmarshal(data, &r.Value) == nil {
		return nil
	}
	wipe(reflect.ValueOf(&r.Value).Elem())
	r.Value = *new(T)
	r.eachMember(data)
	return nil
}

func (r *Record[T]) eachMember(data []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		r.Odd, r.forms = client.NoRecord, []string{"the record is not JSON"}
		return
	}
	decides := deciding(reflect.TypeFor[T](), map[string]string{})
	var odd []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		raw := members[name]
		quoted, _ := json.Marshal(name) // a string has its JSON
		alone := slices.Concat([]byte("{"), quoted, []byte(":"), raw, []byte("}"))
		next := r.Value // so that nothing stays of a member that was read in part
		if json.Unmarshal(alone, &next) == nil {
			r.Value = next
		} else {
			r.forms = append(r.forms, plain(name)+" is "+form(raw))
			if word := decides[fold(quoted)]; word != "" && !slices.Contains(odd, word) {
				odd = append(odd, word)
			}
		}
		clear(alone)
		clear(raw)
	}
	slices.Sort(odd)
	r.Odd = client.Unreadable(strings.Join(odd, ", "))
}

// deciding collects the members with the tag, by their folded names.
func deciding(t reflect.Type, into map[string]string) map[string]string {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if word := f.Tag.Get("read"); word != "" {
			into[fold([]byte(strconv.Quote(name)))] = word
		} else if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			deciding(f.Type, into)
		}
	}
	return into
}

// wipe clears what could be a secret in a value that is thrown away.
func wipe(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			wipe(field)
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[Bytes]() {
			clear(v.Bytes())
		}
	}
}

// plain is the name of a member, unless it could be a value.
func plain(name string) string {
	if isPlainName(name) {
		return name
	}
	return "a member"
}

// form says what kind of JSON a value is and how long, not what it is.
func form(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	var list []json.RawMessage
	var object map[string]json.RawMessage
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		return "null"
	case raw[0] == '"':
		return fmt.Sprintf("a text of %d bytes", len(raw)-2)
	case raw[0] == '[' && json.Unmarshal(raw, &list) == nil:
		return fmt.Sprintf("a list of %d", len(list))
	case raw[0] == '{' && json.Unmarshal(raw, &object) == nil:
		return fmt.Sprintf("an object of %d", len(object))
	case raw[0] == 't' || raw[0] == 'f':
		return "true or false"
	}
	return fmt.Sprintf("a number of %d characters", len(raw))
}

// Key is id, or what tells the record from others of its page where it has none.
func (r Record[T]) Key(id string) string {
	if id != "" {
		return id
	}
	return "\x00" + strconv.Itoa(r.index)
}

func (r Record[T]) isNone() bool { return r.Odd == client.NoRecord }

// isNone reports whether what was read as a record is none.
func isNone(out any) bool {
	record, ok := out.(interface{ isNone() bool })
	return ok && record.isNone()
}

// OddForms says in what form came what could not be read, without values.
func (r Record[T]) OddForms() []string { return r.forms }

// Records is a list of which each record is read by itself, so that none hides another.
type Records[T any] []Record[T]

// UnmarshalJSON refuses what is no list; null is nil.
func (l *Records[T]) UnmarshalJSON(data []byte) error {
	*l = nil
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	list := []Record[T]{}
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	for i := range list {
		list[i].index = i
	}
	*l = list
	l.From(0)
	return nil
}

// From counts the places of a page on from the records before it.
func (l Records[T]) From(before int) {
	for i := range l {
		l[i].Place = before + i + 1
	}
}

// OddForms says the same of all records of the list, with their places in the page.
func (l Records[T]) OddForms() []string {
	var forms []string
	for _, r := range l {
		for _, f := range r.forms {
			forms = append(forms, fmt.Sprintf("%d: %s", r.index+1, f))
		}
	}
	return forms
}

// oddForms is what has records that may be odd.
type oddForms interface{ OddForms() []string }

// nullable is a value that an answer may leave out: null stands for none.
type nullable interface{ takesNull() }

// logOdd writes in what form came what could not be read.
func (c *Client) logOdd(call Call, out any) {
	odd, ok := out.(oddForms)
	if !ok || c.options.Debug == nil {
		return
	}
	for _, f := range odd.OddForms() {
		c.options.Debug.Info("unreadable", "op", call.Op, "record", f)
	}
}
