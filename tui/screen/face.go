package screen

import (
	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// faceKinds are the faces by network.
var faceKinds = map[plan.Network]ui.FaceKind{
	plan.NetworkVisa: ui.FaceVisa, plan.NetworkMastercard: ui.FaceMastercard, plan.NetworkDiscover: ui.FaceDiscover,
	plan.NetworkAmex: ui.FaceAmex,
}

// Face is the face of a card, with its status as it is drawn in words, its mark among them.
func Face(card client.Card, status string) ui.Face {
	network := plan.NetworkOf(card)
	face := ui.Face{
		Kind: faceKinds[network], Issuer: ui.Safe(card.Profile), Network: string(network), Last4: ui.Safe(plan.LastFour(card.Last4)),
		Name: CardName(card), Status: status, Link: card.Form == client.FormLink,
	}
	if issuer := ui.Safe(client.IssuerName(card.Issuer)); issuer != "" {
		face.Issuer = issuer + " · " + face.Issuer
	}
	switch card.Status {
	case client.CardCanceled, client.CardExpired, client.CardBlocked, client.CardFailed, client.CardCanceling:
		face.Kind = ui.FaceOver
	case client.CardFrozen, client.CardFreezing, client.CardUnfreezing, client.CardInactive, client.CardPending:
		face.Kind = ui.FacePaused
	case client.CardActive, client.CardUnknown:
	}
	return face
}
