// Package holders has what FinHub wants to know of a new holder, and what it says of holders (FinHub pages on creating and listing
// holders).
package holders

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"cardwallet/client"
	"cardwallet/client/holder"
)

// The models, which select the fields and mean nothing else (FinHub cards page).
const (
	modelB2B = "B2B"
	modelB2C = "B2C"
)

// wireNames are the members of the request.
var wireNames = map[holder.Field]string{
	holder.FirstName: "firstName", holder.LastName: "lastName", holder.Birthday: "birthday", holder.Nationality: "nationality",
	holder.Gender: "gender", holder.Email: "email", holder.AreaCode: "areaCode", holder.Mobile: "mobile", holder.Country: "country",
	holder.Town: "town", holder.Address: "address", holder.PostCode: "postCode", holder.Occupation: "occupation",
	holder.AnnualSalary: "annualSalary", holder.Purpose: "accountPurpose", holder.MonthlyVolume: "expectedMonthlyVolume",
	holder.IDType: "idType", holder.IDNumber: "idNumber", holder.IDIssued: "issueDate", holder.IDExpires: "idNoExpiryDate",
	holder.IDFront: "idFrontId", holder.IDBack: "idBackId",
}

// alsoB2C are the fields that B2C wants besides those of B2B. The page does not say that one of them may be left out.
var alsoB2C = []holder.Field{holder.Nationality, holder.Gender, holder.Occupation, holder.AnnualSalary, holder.Purpose,
	holder.MonthlyVolume, holder.IDType, holder.IDNumber, holder.IDIssued, holder.IDExpires, holder.IDFront, holder.IDBack}

// Form is what FinHub wants to know of a holder for cards of the type, which is zero where FinHub has none with the id. Dates are compared
// with today, in UTC. The error wraps client.ErrTerms where there is no such type, or it does not say.
func Form(t client.CardType, id string, today time.Time) (holder.Form, error) {
	const hint = "\nsee what is on offer with: cardwallet types"
	model := strings.ToUpper(strings.TrimSpace(t.HolderModel))
	switch {
	case t.ID == "":
		return holder.Form{}, fmt.Errorf("%w: FinHub has no card type %q%s", client.ErrTerms, id, hint)
	case model != modelB2B && model != modelB2C:
		return holder.Form{}, fmt.Errorf("%w: FinHub does not say what it wants to know of a holder for cards of type %s%s", client.ErrTerms,
			id, hint)
	}
	form := holder.Form{Model: model}
	for _, field := range holder.Fields() {
		if model == modelB2C || !slices.Contains(alsoB2C, field) {
			form.Questions = append(form.Questions, question(field, t, today))
		}
	}
	return form, nil
}

var (
	latin     = regexp.MustCompile(`^[A-Za-z]+(?: [A-Za-z]+)*$`)
	street    = regexp.MustCompile(`^[A-Za-z0-9 -]+$`)
	digits    = regexp.MustCompile(`^[0-9]+$`)
	phoneCode = regexp.MustCompile(`^\+[0-9]+$`)
	address   = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

// namesTogether is how many characters first and last name may have together.
const namesTogether = 32

func question(field holder.Field, t client.CardType, today time.Time) holder.Question {
	q := holder.Question{Field: field}
	switch field {
	case holder.FirstName, holder.LastName:
		q.Hint = "2 to 32 Latin letters without accents, 32 with the other name"
		q.Check = func(value string, of holder.Person) string {
			if problem := form(value, q.Hint, 2, 32, latin); problem != "" {
				return problem
			}
			if utf8.RuneCountInString(of.Text(holder.FirstName)+of.Text(holder.LastName)) > namesTogether {
				return fmt.Sprintf("first and last name have more than %d characters together", namesTogether)
			}
			return ""
		}
	case holder.Birthday, holder.IDIssued:
		q.Hint, q.Check = "a day in the past, as 1990-12-31", day(func(at time.Time) bool { return at.Before(today) })
	case holder.IDExpires:
		q.Hint, q.Check = "a day to come, as 2030-12-31", day(func(at time.Time) bool { return at.After(today) })
	case holder.Email:
		limited(&q, "5 to 50 characters, as ana@example.com", 5, 50, address)
	case holder.AreaCode:
		limited(&q, "+ and 1 to 4 digits, as +55", 2, 5, phoneCode)
		for _, code := range t.HolderAreaCodes {
			q.Choices = append(q.Choices, holder.PhoneCode(code))
		}
	case holder.Mobile:
		limited(&q, "5 to 20 digits, without the country's code", 5, 20, digits)
	case holder.Country, holder.Nationality:
		if q.Hint = "two letters, as US"; field == holder.Nationality {
			q.Choices = t.HolderRegions // of nationalities, not of homes (FinHub cards page)
		}
		q.Check = func(value string, _ holder.Person) string {
			if region, err := language.ParseRegion(value); err != nil || len(value) != 2 || !region.IsCountry() {
				return "is no country: " + q.Hint
			}
			return ""
		}
	case holder.Address:
		limited(&q, "2 to 40 letters without accents, digits, blanks and hyphens", 2, 40, street)
	case holder.PostCode:
		limited(&q, "2 to 15 characters", 2, 15, nil)
	case holder.Town:
		q.Hint, q.Check = "FinHub's code of the city", printable
	case holder.Occupation:
		q.Hint, q.Check = "FinHub's code of the occupation", printable
	case holder.Gender:
		q.Hint, q.Choices = "M or F", []string{"M", "F"}
	case holder.IDType:
		q.Choices = []string{"PASSPORT", "HK_HKID", "DLN", "GOVERNMENT_ISSUED_ID_CARD"}
		q.Hint = strings.Join(q.Choices, ", ")
	case holder.IDFront, holder.IDBack:
		q.Hint, q.Check = "the id of a picture that FinHub has", printable
	case holder.IDNumber:
		q.Hint, q.Check = "the number on the document", printable
	default:
		q.Hint, q.Check = "a few words or a number", printable
	}
	return q
}

// limited makes the question one whose value has so many characters, and that form where one is given.
func limited(q *holder.Question, hint string, least, most int, like *regexp.Regexp) {
	q.Hint = hint
	q.Check = func(value string, _ holder.Person) string { return form(value, hint, least, most, like) }
}

func form(value, hint string, least, most int, like *regexp.Regexp) string {
	n := utf8.RuneCountInString(value)
	if n < least || n > most || like != nil && !like.MatchString(value) {
		return "has not the right form: " + hint
	}
	return printable(value, holder.Person{})
}

// printable refuses what is no plain text on one line.
func printable(value string, _ holder.Person) string {
	for _, r := range value {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return "is no plain text on one line"
		}
	}
	return ""
}

// day refuses what is no day, and what is not right.
func day(right func(time.Time) bool) func(string, holder.Person) string {
	return func(value string, _ holder.Person) string {
		at, err := time.Parse(time.DateOnly, value)
		switch {
		case err != nil:
			return "is no day: write it as 1990-12-31"
		case !right(at):
			return "is on the wrong side of today"
		}
		return ""
	}
}
