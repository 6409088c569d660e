package config

import (
	"fmt"
	"slices"
)

// KeyTable knows the keys of the screen, which this package cannot ask.
type KeyTable interface {
	// Actions are the names that may stand in [keys].
	Actions() []string
	// Check calls refuse for whatever is wrong with giving actions other keys.
	Check(changes map[string][]string, refuse func(action, what, hint string))
}

// bindings reads [keys]: the keys of each action, as one text or a list.
func (r *reader) bindings(c *Config, known KeyTable) {
	table, ok := r.table("keys")
	if !ok {
		return
	}
	var actions []string
	if known != nil {
		actions = known.Actions()
	}
	c.Keys = map[string][]string{}
	for _, action := range r.doc.ordered(table, "keys") {
		if !plain(action) || known != nil && !slices.Contains(actions, action) {
			r.unknown([]string{"keys"}, action, actions)
			continue
		}
		keys, what := keysOf(table[action])
		if what != "" {
			r.refuse("", what, "keys", action)
			continue
		}
		c.Keys[action] = keys
		line, _ := r.doc.position("keys", action)
		r.sources[dotted("keys", action)] = fmt.Sprintf("line %d", line)
	}
	if known != nil {
		known.Check(c.Keys, func(action, what, hint string) { r.refuse(hint, what, "keys", action) })
	}
}

func keysOf(value any) (keys []string, what string) {
	const must = `must be a key in quotes, such as "T", or a list of keys`
	switch value := value.(type) {
	case string:
		var key string
		if setText(value, &key, false) != "" {
			return nil, must
		}
		return []string{key}, ""
	case []any:
		if setList(value, &keys) != "" || len(keys) == 0 {
			return nil, must
		}
		return keys, ""
	}
	return nil, must
}
