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

// OrNone is an object, or an empty list that stands for none: that is how PHP writes an object without members.
type OrNone[T any] struct{ Value T }

// UnmarshalJSON takes what T takes, and [].
func (o *OrNone[T]) UnmarshalJSON(data []byte) error {
	var value T
	list, isList := bytes.CutPrefix(bytes.TrimSpace(data), []byte("["))
	if isList && len(bytes.TrimSpace(bytes.TrimSuffix(list, []byte("]")))) == 0 {
		o.Value = value
		return nil
	}
	err := json.Unmarshal(data, &value)
	o.Value = value
	return err
}
