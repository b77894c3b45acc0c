// validatorUrl: the page must not tell another site about this server
globalThis.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
