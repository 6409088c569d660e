package plan

import "cardwallet/client"

// CodeWords are what people call a type of code.
type CodeWords struct {
	Name string // in notices: the link is copied
	What string // what it is, in full
	Note string // beside the code itself; empty where that needs none
}

var codeWords = map[client.CodeType]CodeWords{
	client.CodeOTP:     {"code", "one-time password", ""},
	client.CodeAuthURL: {"link", "a page where the purchase is approved", "approve it in the browser"},
	client.CodeActivation: {
		"activation code", "activation code of a physical card", "activation code of the card"},
}

// WordsOfCode are those of a type. A type that is not known here is called a code, with the issuer's own word for the rest.
func WordsOfCode(t client.CodeType) CodeWords {
	if words, ok := codeWords[t]; ok {
		return words
	}
	return CodeWords{Name: "code", What: string(t), Note: string(t)}
}
