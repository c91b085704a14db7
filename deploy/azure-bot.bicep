// The bot's address book entry at Microsoft: an Azure Bot resource with the Teams channel.
// It runs nothing. See docs/deploy.md, step 2.

@description('The name of the resource, unique in Azure: letters, digits and hyphens.')
@minLength(4)
@maxLength(42)
param name string

@description('What the bot is called.')
@maxLength(42)
param displayName string = 'Getting to Good'

@description('The application (client) id of the registration: G2G_TEAMS_APP_ID.')
@minLength(36)
@maxLength(36)
param appId string

@description('The directory (tenant) id: G2G_TEAMS_TENANT_ID.')
param tenantId string = tenant().tenantId

@description('Where Microsoft finds the service, with https and no path: G2G_PUBLIC_URL.')
param publicUrl string

@description('F0 is free of charge. The Teams channel is free in both.')
@allowed([
  'F0'
  'S1'
])
param sku string = 'F0'

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: appId
    msaAppTenantId: tenantId
    // Only people of this one tenant; new registrations can't be anything else.
    msaAppType: 'SingleTenant'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

output endpoint string = bot.properties.endpoint
