package holder

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cardwallet/crypto"
)

// Person is who a new holder is to be. The values are personal: they print, log and marshal as "[redacted]", and nothing keeps them. Copies
// share the values. The zero Person is nobody.
type Person struct {
	TypeID string // of the cards that are to be made out to the person
	Model  string // of the Form that was filled in
	values map[Field]crypto.Secret
}

// Set takes the value of a field, without the space around it. An empty one is none. Codes of a list are written in capitals, and the code
// of a phone's country begins with a plus.
func (p *Person) Set(field Field, text string) {
	text = strings.TrimSpace(text)
	switch {
	case field.facts().code:
		text = strings.ToUpper(text)
	case field == AreaCode:
		text = PhoneCode(text)
	}
	p.values[field].Wipe()
	if text == "" {
		delete(p.values, field)
		return
	}
	if p.values == nil {
		p.values = map[Field]crypto.Secret{}
	}
	p.values[field] = crypto.SecretFromString(text)
}

// PhoneCode is the code of a phone's country with a plus before it, where it has digits alone.
func PhoneCode(text string) string {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return text
	}
	return "+" + strings.TrimPrefix(text, "00")
}

// Text is the value of a field; empty where there is none.
func (p Person) Text(field Field) string { return p.values[field].RevealString() }

// Shown is the value of a field as it may be seen: of one that is hidden the last two characters.
func (p Person) Shown(field Field) string {
	value := []rune(p.Text(field))
	if !field.Hidden() || len(value) == 0 {
		return string(value)
	}
	return strings.Repeat("*", max(4, len(value)-2)) + string(value[max(2, len(value)-2):])
}

// Secret is the value of a field. It is the Person's own: who wipes it wipes that.
func (p Person) Secret(field Field) crypto.Secret { return p.values[field] }

// Has reports whether there is a value for the field.
func (p Person) Has(field Field) bool { return !p.values[field].IsZero() }

// Equal reports whether both are told the same.
func (p Person) Equal(o Person) bool {
	return p.TypeID == o.TypeID && p.Model == o.Model && !slices.ContainsFunc(Fields(), func(f Field) bool { return p.Text(f) != o.Text(f) })
}

// Clone is a Person with values of its own, which a Wipe does not reach.
func (p Person) Clone() Person {
	out := Person{TypeID: p.TypeID, Model: p.Model, values: map[Field]crypto.Secret{}}
	for field, value := range p.values {
		out.values[field] = value.Clone()
	}
	return out
}

// Name is the person's name.
func (p Person) Name() string { return strings.TrimSpace(p.Text(FirstName) + " " + p.Text(LastName)) }

// IsZero reports whether nothing is told of the person.
func (p Person) IsZero() bool {
	for _, value := range p.values {
		if !value.IsZero() {
			return false
		}
	}
	return true
}

// Wipe wipes all values.
func (p Person) Wipe() {
	for _, value := range p.values {
		value.Wipe()
	}
}

// redacted stands for a value in a text.
const redacted = "[redacted]"

// leastWithin is how long a value is, in characters, that is taken out of a longer word too. A shorter one would take syllables out of
// other words.
const leastWithin = 5

// Redact is the text with "[redacted]" for the values, which issuers may repeat in what they say. Codes of a list stay.
func (p Person) Redact(text string) string {
	var values []string
	for _, known := range fields {
		if value := p.Text(known.field); value != "" && !known.code {
			values = append(values, value)
		}
	}
	// An e-mail address may hold the name.
	slices.SortFunc(values, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, value := range values {
		text = without(text, value)
	}
	return text
}

// without takes a value out of a text, in whatever case.
func without(text, value string) string {
	find := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(value))
	var out strings.Builder
	rest := 0
	for _, at := range find.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if utf8.RuneCountInString(value) < leastWithin && (inWord(before) || inWord(after)) {
			continue
		}
		out.WriteString(text[rest:at[0]] + redacted)
		rest = at[1]
	}
	return out.String() + text[rest:]
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// Mark is 16 hexadecimal digits that are the same for the same values, so that the same person is recognised. salt keeps marks of
// different accounts apart. A mark gives no value away, but who knows all values except one can try guesses at that one.
func (p Person) Mark(salt string) string {
	sum := sha256.New()
	for _, part := range []string{"cardwallet holder", salt, p.TypeID} {
		sum.Write([]byte(part + "\x00"))
	}
	for _, known := range fields {
		sum.Write([]byte(string(known.field) + "="))
		p.values[known.field].Reveal(func(b []byte) { sum.Write([]byte(strings.ToLower(string(b)))) })
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
