package ui

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"charm.land/bubbles/v2/key"
)

// KeyTable says what may stand in [keys] of the config: it is what the config asks.
type KeyTable struct{}

// Actions are the names of all bindings, in kebab case: "top-up".
func (KeyTable) Actions() []string {
	keys := NewKeys()
	return slices.Sorted(maps.Keys(keys.named()))
}

// Check calls refuse for whatever is wrong with giving actions other keys. Names that are not in Actions are left out.
func (KeyTable) Check(changes map[string][]string, refuse func(action, what, hint string)) {
	usual := NewKeys()
	changed := usual.Changed(changes)
	before, after := usual.named(), changed.named()
	for _, action := range slices.Sorted(maps.Keys(changes)) {
		b, known := before[action]
		if !known {
			continue
		}
		if slices.Contains(fixed, b.Keys()[0]) {
			refuse(action, "keeps its key, which people and questions rely on", "")
			continue
		}
		if what := wrongKeys(action, changes[action]); what != "" {
			refuse(action, what, keyHint)
			continue
		}
		for _, other := range slices.Sorted(maps.Keys(after)) {
			_, alsoChanged := changes[other]
			if other == action || alsoChanged && other < action || meet(before[action], before[other]) {
				continue // two that have the same key anyway never work at once
			}
			if meet(after[action], after[other]) {
				refuse(action, "has a key that "+other+" has, too", "a key does one thing: change "+other+" as well, or take another key")
			}
		}
	}
}

// Changed has other keys for some actions. What is not in KeyTable.Actions changes nothing.
func (k Keys) Changed(changes map[string][]string) Keys {
	all := k.named()
	for action, keys := range changes {
		if b, ok := all[action]; ok && len(keys) > 0 {
			*b = bind(b.Help().Desc, keys...)
		}
	}
	return k
}

// named are the bindings by the names of their fields.
func (k *Keys) named() map[string]*key.Binding {
	fields := reflect.ValueOf(k).Elem()
	all := make(map[string]*key.Binding, fields.NumField())
	for i := range fields.NumField() {
		all[kebab(fields.Type().Field(i).Name)] = fields.Field(i).Addr().Interface().(*key.Binding)
	}
	return all
}

// kebab writes the name of a field with dashes: TopUp is top-up, and OTP is otp.
func kebab(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// fixed are keys that stay where they are: what leaves, goes on and confirms is the same for everybody.
var fixed = []string{"ctrl+c", "esc", "enter", "y"}

// inFields are the actions that work while something is typed, an amount or a passphrase.
var inFields = []string{"next-field", "previous-field", "repaint", "suspend"}

// sent are what terminals send for other keys.
var sent = map[string]string{"ctrl+m": "enter", "ctrl+j": "enter", "ctrl+i": "tab", "ctrl+[": "esc", "ctrl+h": "backspace"}

var keyName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(?:ctrl\+)?(?:alt\+)?(?:shift\+)?` +
		`(?:up|down|left|right|home|end|pgup|pgdown|tab|space|backspace|delete|insert|f(?:[1-9]|1[0-2]))` +
		`|(?:ctrl\+)?(?:alt\+)?[!-@\[-~]|(?:alt\+)?[A-Z])$`)
})

const keyHint = `a key is a character such as "T", or a name such as "ctrl+t", "alt+t", "f5", "space" or "pgup"`

// wrongKeys says why these cannot be the keys of the action.
func wrongKeys(action string, keys []string) string {
	for _, k := range keys {
		switch {
		case sent[k] != "":
			return fmt.Sprintf("has a key that terminals send for %s: %s", sent[k], k)
		case slices.Contains(fixed, k):
			return "has a key that stays where it is: " + k
		case !keyName().MatchString(k):
			return "has a key that has no such name here"
		case slices.Contains(inFields, action) && (len(k) == 1 || strings.TrimPrefix(k, "shift+") == "space"):
			return "works in fields too, where this is text: " + k
		}
	}
	return ""
}

func meet(a, b *key.Binding) bool {
	return slices.ContainsFunc(a.Keys(), func(k string) bool { return slices.Contains(b.Keys(), k) })
}
