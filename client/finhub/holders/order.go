package holders

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/client/transport"
)

var errNoPerson = errors.New("nothing is told of the holder")

// Body adds to a request what makes a holder, and gives what of it is personal.
func Body(body map[string]any, of holder.Person) ([]transport.Member, error) {
	if n, err := strconv.ParseInt(of.TypeID, 10, 64); err != nil || n <= 0 || strconv.FormatInt(n, 10) != of.TypeID {
		return nil, errors.New("cardTypeId is not a whole number")
	}
	if of.IsZero() { // or was wiped already
		return nil, errNoPerson
	}
	if of.Model != modelB2B && of.Model != modelB2C {
		return nil, errors.New("cardHolderModel is neither B2B nor B2C")
	}
	body["cardTypeId"], body["cardHolderModel"] = json.Number(of.TypeID), of.Model
	var members []transport.Member
	for _, field := range holder.Fields() {
		if of.Has(field) {
			members = append(members, transport.Member{Name: wireNames[field], Value: of.Secret(field)})
		}
	}
	return members, nil
}

// Discreet is the error of a request without what of it is personal.
func Discreet(err error, of holder.Person) error {
	e, ok := errors.AsType[*client.Error](err)
	if !ok {
		return err
	}
	told := *e
	told.Message, told.Code = of.Redact(e.Message), of.Redact(e.Code)
	return &told
}

// Answer is what the answer to the order that makes the person a holder says. An answer about another order is no answer.
func Answer(record transport.Record[Wire], orderID string, of holder.Person) (client.Operation, error) {
	out, err := operation(record)
	if err == nil && out.OrderID != "" && out.OrderID != orderID {
		err = errors.New("the answer is about another order")
	}
	if err != nil {
		return client.Operation{}, err
	}
	out.OrderID, out.Description = orderID, of.Redact(out.Description)
	return out, nil
}

// Found is what the records of one order say, of which there is at least one.
func Found(records []transport.Record[Wire]) (client.Operation, error) {
	if len(records) > 1 {
		return client.Operation{}, errors.New("several holders have the order")
	}
	return operation(records[0])
}

// operation is what a record says of the order that makes a holder: the holder is there and waits for its review, or is refused already.
// The description has nothing of what the record says of the person. It refuses a record whose members cannot be read where they decide,
// and a status that this version does not know.
func operation(record transport.Record[Wire]) (client.Operation, error) {
	w := record.Value
	if record.Odd != "" {
		return client.Operation{}, errors.New("the holder is " + record.Odd.Words())
	}
	out := client.Operation{OrderID: w.Order(), IssuerOrderID: w.ID(), Description: w.discreetReason()}
	switch status := strings.ToLower(w.status()); {
	case status == refused:
		out.Status = client.OperationFailed
	case w.ID() == "":
		return client.Operation{}, errors.New("the holder has no id")
	case status == waiting, status == reviewed, status == approved:
		out.Status = client.OperationSucceeded
	default:
		return client.Operation{}, errors.New("the holder has a status that is not documented")
	}
	return out, nil
}

func (w Wire) discreetReason() string {
	inside := w.PersonalInfo.Value
	var known holder.Person
	defer func() { known.Wipe() }()
	text := w.reason()
	for _, part := range []struct {
		field  holder.Field
		values []string
	}{
		{holder.FirstName, []string{w.FirstName, inside.FirstName}}, {holder.LastName, []string{w.LastName, inside.LastName}},
		{holder.Email, []string{w.Email, inside.Email}}, {holder.Mobile, []string{string(w.Mobile), string(inside.Mobile)}},
	} {
		for _, value := range part.values {
			known.Set(part.field, value)
			text = known.Redact(text)
		}
	}
	return text
}
