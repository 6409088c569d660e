package transport

import (
	"bytes"
	"encoding/json"
)

// Loose is a value that nothing depends on: in a form that cannot be read it counts as missing, instead of making the whole answer
// unreadable.
type Loose[T any] struct{ Value T }

// UnmarshalJSON never fails.
func (l *Loose[T]) UnmarshalJSON(data []byte) error {
	var value T
	if json.Unmarshal(data, &value) != nil {
		value = *new(T) // not the half that was read
	}
	l.Value = value
	return nil
}

// OrNone is an object, or what stands for none: null, or an empty list, which is how PHP writes an object without members.
type OrNone[T any] struct{ Value T }

func (OrNone[T]) takesNull() {}

// OddForms says in what form came what could not be read.
func (o OrNone[T]) OddForms() []string {
	if odd, ok := any(o.Value).(oddForms); ok {
		return odd.OddForms()
	}
	return nil
}

// UnmarshalJSON takes what T takes, and [].
func (o *OrNone[T]) UnmarshalJSON(data []byte) error {
	var value T
	data = bytes.TrimSpace(data)
	list, isList := bytes.CutPrefix(data, []byte("["))
	if bytes.Equal(data, []byte("null")) || isList && len(bytes.TrimSpace(bytes.TrimSuffix(list, []byte("]")))) == 0 {
		o.Value = value
		return nil
	}
	err := json.Unmarshal(data, &value)
	if err == nil && isNone(&value) {
		err = errNoObject
	}
	o.Value = value
	return err
}
