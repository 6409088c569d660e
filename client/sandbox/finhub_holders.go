package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The statuses of a holder, and where its review is (FinHub card issuance flows).
const (
	holderWaits    = "wait_audit"
	holderReviewed = "under_review"
	holderPasses   = "pass_audit"
	holderRejected = "reject"

	reviewByAdmin   = "admin"
	reviewByChannel = "channel"
)

// holder is a cardholder. Only one that has passed its audit can be given cards.
type holder struct {
	id      int64
	order   string // merchantOrderNo; empty for those that are there from the start
	kind    int64  // cardTypeId that it was made for, 0 for those
	model   string
	first   string
	last    string
	email   string
	mobile  string
	area    string
	country string
	town    string
	status  string // wait_audit, under_review, pass_audit, reject
	flow    string // who reviews it
	reason  string // why it is so
}

// holderMembers are the members that name a holder in the list, with the dialect of FinHub's generated pages.
func (h *holder) members() members {
	return members{
		"holderId": h.id, "merchantOrderNo": orNull(h.order), "status": h.status, "email": h.email, "mobile": h.mobile, "areaCode": h.area,
		"cardholderType": h.model, "cardholderStatus": h.status, "description": orNull(h.reason),
		"personalInfo": members{"firstName": h.first, "lastName": h.last, "nationality": h.country},
		"residentialAddress": members{
			"country": h.country, "town": h.town, "address": "1 Sandbox Street", "postCode": "32413",
		},
	}
}

// listHolders lists cardholders (FinHub holder list page).
func (f *finhub) listHolders(c *call) (any, error) {
	in := readFields(c.raw)
	q := readPage(in, 100)
	id, byID := in.long("cardholderId", false)
	area, mobile, email := in.text("areaCode", false), in.text("mobile", false), in.text("email", false)
	order, model, status := in.text("merchantOrderNo", false), in.text("cardholderType", false), in.text("cardholderStatus", false)
	term := strings.ToLower(in.text("searchTerm", false))
	if err := q.done(in); err != nil {
		return nil, err
	}
	match := func(h *holder) bool {
		return (!byID || h.id == id) && is(area, h.area) && is(mobile, h.mobile) && is(email, h.email) && is(order, h.order) &&
			is(model, h.model) && is(status, h.status) && strings.Contains(strings.ToLower(h.first+" "+h.last+" "+h.email), term)
	}
	all := f.holders
	if byID || area+mobile+email+order+model+status+term != "" { // not kept as a selection: the status changes
		all = slices.DeleteFunc(slices.Clone(all), func(h *holder) bool { return !match(h) })
	}
	out, err := paged(q, all, false, func(h *holder) (members, error) { return h.members(), nil })
	return struct {
		page
		PageNum  int64 `json:"pageNum"`
		PageSize int64 `json:"pageSize"`
	}{out, q.num, q.size}, err
}

var (
	latinName   = regexp.MustCompile(`^[A-Za-z ]+$`)
	plainStreet = regexp.MustCompile(`^[A-Za-z0-9 -]+$`)
	allDigits   = regexp.MustCompile(`^[0-9]+$`)
	alpha2      = regexp.MustCompile(`^[A-Z]{2}$`)
)

// createHolder takes a new cardholder, whose review begins at once (FinHub page on creating holders, version 2). Which fields it wants goes
// by the model of the card type. No field of it is said to be optional.
func (f *finhub) createHolder(c *call) (any, error) {
	in := readFields(c.raw)
	number, model := in.text("merchantOrderNo", true), in.text("cardHolderModel", true)
	typeID, _ := in.long("cardTypeId", true)
	h := &holder{order: number, kind: typeID, model: model, first: in.text("firstName", true), last: in.text("lastName", true),
		email: in.text("email", true), area: in.text("areaCode", true), mobile: in.text("mobile", true), country: in.text("country", true),
		town: in.text("town", true), status: holderWaits, flow: reviewByAdmin}
	birthday, street, postCode := in.text("birthday", true), in.text("address", true), in.text("postCode", true)
	more := map[string]string{}
	if model == "B2C" {
		for _, name := range []string{"nationality", "gender", "occupation", "annualSalary", "accountPurpose", "expectedMonthlyVolume",
			"idType", "idNumber", "issueDate", "idNoExpiryDate", "idFrontId", "idBackId"} {
			more[name] = in.text(name, true)
		}
	}
	if err := in.done(); err != nil {
		return nil, err
	}
	if err := f.checkNumber(number); err != nil {
		return nil, err
	}
	t := first(f.types, func(t *cardType) bool { return t.id == typeID })
	if t == nil {
		return nil, business("Card type not found")
	}
	if model != t.holderModel {
		return nil, business("cardHolderModel of this card type must be %s", t.holderModel)
	}
	if err := f.checkHolder(t, h, birthday, street, postCode); err != nil {
		return nil, err
	}
	if model == "B2C" {
		if err := f.checkDocument(t, more); err != nil {
			return nil, err
		}
	}
	h.id = f.long()
	f.holders = append(f.holders, h)
	f.review(h, c.has(FaultFail))
	return members{"holderId": h.id, "merchantOrderNo": h.order, "cardTypeId": h.kind, "statusFlowLocation": h.flow, "status": h.status,
		"description": orNull(h.reason), "respMsg": nil}, nil
}

// checkHolder looks at what every model wants.
func (f *finhub) checkHolder(t *cardType, h *holder, birthday, street, postCode string) error {
	long := func(name, value string, least, most int) error {
		if n := utf8.RuneCountInString(value); n < least || n > most {
			return business("%s must have %d to %d characters", name, least, most)
		}
		return nil
	}
	are := func(form *regexp.Regexp, value string, most int) bool { // ASCII, of at least two characters
		return len(value) >= 2 && len(value) <= most && form.MatchString(value)
	}
	_, areas := holderPlaces(t)
	switch {
	case !are(latinName, h.first, 32) || !are(latinName, h.last, 32):
		return business("firstName and lastName must have 2 to 32 Latin letters")
	case len(h.first+h.last) > 32:
		return business("firstName and lastName must have at most 32 characters together")
	case len(areas) > 0 && !slices.Contains(areas, h.area):
		return business("areaCode %s is not supported", h.area)
	case !allDigits.MatchString(h.mobile):
		return business("mobile must have digits only")
	case !strings.Contains(h.email, "@"):
		return business("email is invalid")
	case !alpha2.MatchString(h.country):
		return business("country must be two letters")
	case !are(plainStreet, street, 40):
		return business("address must have 2 to 40 letters, digits, blanks and hyphens")
	case !f.daysFromNow(birthday, -1):
		return business("birthday must be yyyy-MM-dd and in the past")
	}
	for _, of := range []error{long("areaCode", h.area, 2, 5), long("mobile", h.mobile, 5, 20), long("email", h.email, 5, 50),
		long("postCode", postCode, 2, 15)} {
		if of != nil {
			return of
		}
	}
	return nil
}

// checkDocument looks at what B2C wants besides.
func (f *finhub) checkDocument(t *cardType, of map[string]string) error {
	nationalities, _ := holderPlaces(t)
	switch {
	case len(nationalities) > 0 && !slices.Contains(nationalities, of["nationality"]):
		return business("nationality %s is not supported", of["nationality"])
	case of["gender"] != "M" && of["gender"] != "F":
		return business("gender must be M or F")
	case !slices.Contains([]string{"PASSPORT", "HK_HKID", "DLN", "GOVERNMENT_ISSUED_ID_CARD"}, of["idType"]):
		return business("idType %s is not known", of["idType"])
	case !f.daysFromNow(of["issueDate"], -1):
		return business("issueDate must be yyyy-MM-dd and in the past")
	case !f.daysFromNow(of["idNoExpiryDate"], 1):
		return business("idNoExpiryDate must be yyyy-MM-dd and in the future")
	}
	return nil
}

// daysFromNow tells whether a text is a day, before now for a negative sign and after it for a positive one.
func (f *finhub) daysFromNow(text string, sign int) bool {
	at, err := time.Parse("2006-01-02", text)
	return err == nil && at.Compare(f.clock) == sign
}

// review lets FinHub and then the channel look at a holder, each for as long as a step of an operation takes.
func (f *finhub) review(h *holder, rejected bool) {
	end := func() {
		h.flow, h.status = reviewByChannel, holderPasses
		if rejected {
			h.status, h.reason = holderRejected, "The picture of the document cannot be read"
		}
	}
	if f.opts.StepDelay <= 0 {
		end()
		return
	}
	f.at(f.clock.Add(f.opts.StepDelay), func(time.Time) { h.flow, h.status = reviewByChannel, holderReviewed })
	f.at(f.clock.Add(2*f.opts.StepDelay), func(time.Time) { end() })
}

// holderPlaces are the nationalities and phone codes that holders for a card type may have; none where there is no list.
func holderPlaces(t *cardType) (nationalities, areas []string) {
	if !t.needHolder {
		return nil, nil
	}
	return []string{"US", "BR", "DK", "GB", "FR"}, []string{"+1", "+55", "+45", "+44", "+33"}
}
