// Package holder has what is told of a new cardholder: the fields, the form that an issuer wants them in, and the values, which are
// personal.
package holder

import (
	"slices"
	"strings"
)

// Field is one thing that is told of a new holder, as files name it.
type Field string

// The fields. Which of them an issuer wants depends on the type of the cards: see Form.
const (
	FirstName     Field = "first_name"
	LastName      Field = "last_name"
	Birthday      Field = "birthday"
	Nationality   Field = "nationality"
	Gender        Field = "gender"
	Email         Field = "email"
	AreaCode      Field = "area_code"
	Mobile        Field = "mobile"
	Country       Field = "country"
	Town          Field = "town"
	Address       Field = "address"
	PostCode      Field = "post_code"
	Occupation    Field = "occupation"
	AnnualSalary  Field = "annual_salary"
	Purpose       Field = "account_purpose"
	MonthlyVolume Field = "monthly_volume"
	IDType        Field = "id_type"
	IDNumber      Field = "id_number"
	IDIssued      Field = "id_issued"
	IDExpires     Field = "id_expires"
	IDFront       Field = "id_front"
	IDBack        Field = "id_back"
)

// facts are what is known of a field wherever it is asked for.
type facts struct {
	field Field
	label string // what people call it, in at most 11 characters: a summary has no more room for it
	about string // what it is, for the help of a command
	code  bool   // a word of a list, which says little of a person; it is written in capitals
}

// fields are all of them, in the order in which they are asked for.
var fields = []facts{
	{field: FirstName, label: "first name", about: "first NAME, in Latin letters"},
	{field: LastName, label: "last name", about: "last NAME, in Latin letters"},
	{field: Birthday, label: "birthday", about: "DATE of birth, as 1990-12-31"},
	{field: Nationality, label: "nationality", about: "COUNTRY of nationality, two letters: US", code: true},
	{field: Gender, label: "gender", about: "M or F", code: true},
	{field: Email, label: "e-mail", about: "e-mail ADDRESS"},
	{field: AreaCode, label: "phone code", about: "CODE of the phone's country, as +55"},
	{field: Mobile, label: "phone", about: "NUMBER of the mobile phone, without the country's code"},
	{field: Country, label: "country", about: "COUNTRY of residence, two letters: US", code: true},
	{field: Town, label: "town", about: "CODE of the town, from the issuer's list of cities"},
	{field: Address, label: "address", about: "street and house NUMBER"},
	{field: PostCode, label: "post code", about: "post CODE"},
	{field: Occupation, label: "occupation", about: "CODE of the occupation, from the issuer's list", code: true},
	{field: AnnualSalary, label: "yearly pay", about: "AMOUNT that is earned in a year"},
	{field: Purpose, label: "purpose", about: "TEXT: what the cards are for"},
	{field: MonthlyVolume, label: "monthly use", about: "AMOUNT that will be spent in a month"},
	{field: IDType, label: "document", about: "TYPE of the identity document", code: true},
	{field: IDNumber, label: "document no", about: "NUMBER of the identity document"},
	{field: IDIssued, label: "issued", about: "DATE on which the document was issued"},
	{field: IDExpires, label: "expires", about: "DATE on which the document expires"},
	{field: IDFront, label: "front side", about: "ID of the picture of its front, which was given to the issuer before"},
	{field: IDBack, label: "back side", about: "ID of the picture of its back, which was given to the issuer before"},
}

// Fields are all fields, in the order in which they are asked for.
func Fields() []Field {
	all := make([]Field, 0, len(fields))
	for _, f := range fields {
		all = append(all, f.field)
	}
	return all
}

func (f Field) facts() facts {
	if at := slices.IndexFunc(fields, func(known facts) bool { return known.field == f }); at >= 0 {
		return fields[at]
	}
	return facts{field: f, label: string(f)}
}

// Label is what people call the field: "first name".
func (f Field) Label() string { return f.facts().label }

// About says what the field is, with the word for its value in capitals.
func (f Field) About() string { return f.facts().about }

// Flag is the name of the field's flag: "first-name".
func (f Field) Flag() string { return strings.ReplaceAll(string(f), "_", "-") }

// Hidden reports whether the field must not be seen while it is typed, and never stands on a command line.
func (f Field) Hidden() bool { return f == IDNumber }
