package holder

import (
	"fmt"
	"slices"
	"strings"
)

// Form is what an issuer wants to know of a new holder.
type Form struct {
	Model     string // the issuer's word for the fields that it wants
	Questions []Question
}

// Question is one field that an issuer wants.
type Question struct {
	Field   Field
	Hint    string   // the form that the value must have: "2 to 32 Latin letters"
	Choices []string // the only values; none where others can be
	// Check says in a few words what is wrong with the value, which is not empty; empty where nothing is. of is all that is told, for rules
	// about several fields. Nil finds nothing wrong.
	Check func(value string, of Person) (problem string)
}

// Problem is what keeps a person from being sent.
type Problem struct {
	Field Field
	Text  string // "is missing: 2 to 32 Latin letters"
}

// String names the field and what is wrong with it.
func (p Problem) String() string { return p.Field.Label() + ": " + p.Text }

// Problem is what is wrong with one answer; empty where nothing is.
func (q Question) Problem(of Person) string {
	value := of.Text(q.Field)
	switch {
	case value == "" && q.Hint == "":
		return "is missing"
	case value == "":
		return "is missing: " + q.Hint
	case len(q.Choices) > 0 && !slices.Contains(q.Choices, value):
		return "is not one of " + strings.Join(q.Choices, ", ")
	case q.Check == nil:
		return ""
	}
	return q.Check(value, of)
}

// Problems are all that is wrong, in the order of the questions, then what nobody asked for.
func (f Form) Problems(of Person) (found []Problem) {
	for _, q := range f.Questions {
		if text := q.Problem(of); text != "" {
			found = append(found, Problem{q.Field, text})
		}
	}
	for _, field := range Fields() {
		if of.Has(field) && !f.Asks(field) {
			found = append(found, Problem{field, "is not asked for by cards of this type"})
		}
	}
	return found
}

// Asks reports whether the form has the field.
func (f Form) Asks(field Field) bool {
	return slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Field == field })
}

// InLines are the problems one a line, for an error.
func InLines(problems []Problem) string {
	lines := make([]string, 0, len(problems))
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%s (%s)", p, p.Field))
	}
	return strings.Join(lines, "\n")
}
